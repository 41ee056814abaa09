// All rules at once, through the runner: whatever a request asks for, no stage undoes another.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { derive } from '../../random/random.ts'
import { home } from '../../recipes/home.ts'
import { maskOf } from '../../testing/list-scene.ts'
import { randomRequest, randomState } from '../../testing/random-state.ts'
import { uniform } from '../explore.ts'
import { replay, run } from '../run.ts'
import type { PipelineState, Slate, SlateRequest } from '../slate.ts'
import type { SlateRules } from '../slate-rules.ts'
import { spread } from '../spread.ts'
import type { Recipe } from '../stage.ts'
import { calibrate } from './calibrate.ts'
import { dpp } from './dpp.ts'
import { mmr } from './mmr.ts'
import { listRules } from './rerank.ts'
import { thompson } from './thompson.ts'

const rows = 600
const counts = derive('engagement')
const opened = Float64Array.from({ length: rows }, () => counts.integer(60))
const state: PipelineState = {
  ...randomState({ seed: 'rules', rows, modelItems: 200 }),
  engagement: {
    posteriors: (asked) => ({
      alpha: Float64Array.from(asked, (row) => 1 + opened[row]!),
      beta: Float64Array.from(asked, () => 900),
    }),
  },
}
const order = [
  calibrate({ weight: 0.2 }),

  dpp({ diversity: 0.2 }),
  spread({ publisher: 0.8, topic: 0.9 }),
]
const limits = { apart: 2, quotas: [{ of: 'topic', max: 4 } as const] }
const recipes: readonly Recipe[] = [thompson({ share: 0.3, fromSlot: 1 }), uniform({ share: 0.3 })].map((chance) => ({
  ...home,
  rerank: listRules({ ...limits, diversity: mmr({ diversity: 0.2 }), order, chance }),
}))

interface Asked {
  readonly seed: number
  readonly historyItems: number
  readonly take: number
}
const anyRequest = fc.record({
  seed: fc.nat(100_000),
  historyItems: fc.nat(20),
  take: fc.integer({ min: 1, max: 30 }),
  chance: fc.nat(1),
})

/** A request with rules of all kinds, made up from its seed. */
function requestWith(asked: Asked): SlateRequest & { readonly rules: SlateRules } {
  const rng = derive(asked.seed, 'rules')
  const some = (share: number) =>
    maskOf(
      rows,
      Array.from({ length: rows }, (_, row) => row).filter(() => rng.uniform() < share),
    )
  const rules: SlateRules = {
    boosts: [{ name: 'b', holds: some(0.3), factor: 0.5 + rng.uniform() }],
    pins: Array.from({ length: rng.integer(4) }, () => ({ row: rng.integer(rows), slot: rng.integer(asked.take) })),
    promotions: rng.uniform() < 0.5 ? [] : [{ name: 'p', holds: some(0.1), share: rng.uniform() / 3 }],
    quotas: [
      { name: 'most', holds: some(0.5), max: 3 + rng.integer(10) },
      { name: 'least', holds: some(0.1), min: rng.integer(4) },
    ],
    rotation: { rate: 0.5, withinMs: 86_400_000 },
    minimumRelevance: rng.uniform() / 100,
  }
  const request = randomRequest(state, asked)
  const shown = new Map(
    Array.from({ length: 20 }, () => [rng.integer(rows), { times: 1, firstAt: request.now - rng.integer(2e8) }]),
  )
  return { ...request, rules, shown }
}

const rowsOf = (slate: Slate) => slate.items.map(({ row }) => row)
const holding = (list: readonly number[], holds: Uint8Array) => list.filter((row) => holds[row] === 1).length

function pinsOf({ rules, take }: ReturnType<typeof requestWith>, slate: Slate) {
  const allowed = (rules.pins ?? []).filter(({ row, slot }) => slate.trace.filtered.by[row] === 0 && slot < take)
  return allowed.filter(({ row }, k) => allowed.findIndex((pin) => pin.row === row) === k)
}

test('a pin stands in its slot unless another had it first, and a refused row is not shown for being asked for', () => {
  fc.assert(
    fc.property(anyRequest, ({ chance, ...asked }) => {
      const request = requestWith(asked)
      const slate = run(recipes[chance]!, request, state)
      const list = rowsOf(slate)
      assert.equal(slate.trace.stages.find(({ failure }) => failure !== undefined)?.failure, undefined)
      assert.equal(new Set(list).size, list.length)
      for (const row of list) assert.equal(slate.trace.filtered.by[row], 0)
      const pins = pinsOf(request, slate)
      for (const { row, slot } of pins) {
        const own = list.indexOf(row)
        const crowded = pins.some((other) => other.row !== row && other.slot <= slot)
        assert.ok(
          own === Math.min(slot, list.length - 1) || (crowded && (own >= 0 || pins.length > list.length)),
          `row ${row} of slot ${slot} at ${own}`,
        )
        if (own >= 0) assert.equal(slate.items[own]!.propensity, 1)
      }
    }),
    { seed: 1, numRuns: 150 },
  )
})

test('no max is broken but by pins, a promotion has no more than its share', () => {
  fc.assert(
    fc.property(anyRequest, ({ chance, ...asked }) => {
      const request = requestWith(asked)
      const slate = run(recipes[chance]!, request, state)
      const list = rowsOf(slate)
      const pins = pinsOf(request, slate).map(({ row }) => row)
      const atMost = (holds: Uint8Array, max: number) =>
        assert.ok(holding(list, holds) <= Math.max(max, holding(pins, holds)))
      for (const { holds, max } of request.rules.quotas!) if (max !== undefined) atMost(holds, max)
      for (const { holds, share } of request.rules.promotions!) atMost(holds, Math.ceil(share * request.take))
      for (let topic = 0; topic < state.catalogue.topics.size; topic++)
        atMost(state.catalogue.topic.map((code) => Number(code === topic)) as unknown as Uint8Array, 4)
    }),
    { seed: 2, numRuns: 150 },
  )
})

test('contributions and parts sum to the score, boosts and rotation with them', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(anyRequest, ({ chance, ...asked }) => {
      for (const { score, reason } of run(recipes[chance]!, requestWith(asked), state).items) {
        const terms = [...reason.contributions, ...reason.parts].map((term) => term.contribution)
        const sum = terms.reduce((a, b) => a + b, 0)
        assert.ok(Math.abs(sum - score) <= 1e-6 * Math.max(...terms.map(Math.abs)), `${sum} against ${score}`)
        for (const { name } of reason.parts) seen.add(name)
      }
    }),
    { seed: 3, numRuns: 60 },
  )
  assert.ok(seen.has('boost') && seen.has('rotation'))
})

test('a list with rules is replayed from its record, through JSON', () => {
  fc.assert(
    fc.property(anyRequest, ({ chance, ...asked }) => {
      const request = requestWith(asked)
      const slate = run(recipes[chance]!, request, state)
      assert.deepEqual(replay(recipes[chance]!, request, state, slate.trace.recorded).items, slate.items)
    }),
    { seed: 4, numRuns: 40 },
  )
})

test('a pinned row and promoted rows that no source proposed are in the list', () => {
  const request = randomRequest(state, { seed: 5, historyItems: 5, take: 10 })
  const plain = run(recipes[0]!, request, state)
  const proposed = new Set(plain.trace.recorded.sources.flatMap((source) => Array.from(source.rows)))
  const others = Array.from({ length: rows }, (_, row) => row).filter(
    // Alone with their story: of two that tell the same one only one is shown.
    (row) => !proposed.has(row) && plain.trace.filtered.by[row] === 0 && state.catalogue.cluster[row] === -1,
  )
  const [pinned, ...promoted] = others.slice(0, 3) as [number, number, number]
  const rules: SlateRules = {
    pins: [{ row: pinned, slot: 2 }],
    promotions: [{ name: 'partner', holds: maskOf(rows, promoted), share: 0.2 }],
  }
  const slate = run(recipes[0]!, { ...request, rules }, state)
  assert.equal(slate.items[2]!.row, pinned)
  assert.deepEqual(slate.items[2]!.sources, ['pins'])
  assert.equal(holding(rowsOf(slate), rules.promotions![0]!.holds), 2)
})

test("the editors' order keeps to the rules of the request and to nothing else", () => {
  const silent: PipelineState = {
    ...state,
    personal: null,
    engagement: null,
    popularity: { strength: new Float64Array(rows) },
  }
  const request = randomRequest(state, { seed: 6, historyItems: 0, take: 10 })
  const plain = run(recipes[0]!, request, silent)
  assert.equal(plain.rung, 'editorial')
  const editors = Array.from(state.editorialOrder).filter((row) => plain.trace.filtered.by[row] === 0)
  assert.deepEqual(rowsOf(plain), editors.slice(0, 10))
  const holds = maskOf(rows, editors.slice(0, 5))
  const rules: SlateRules = { pins: [{ row: editors[40]!, slot: 0 }], quotas: [{ name: 'few', holds, max: 2 }] }
  const asked = run(recipes[0]!, { ...request, rules }, silent)
  assert.deepEqual(rowsOf(asked), [editors[40], editors[0], editors[1], ...editors.slice(5, 12)])
  assert.ok(asked.items.every(({ propensity }) => propensity === 1))
})

test('a request may ask for diversity and exploration where the recipe has none', () => {
  const recipe: Recipe = { ...home, rerank: listRules({}) }
  const request = randomRequest(state, { seed: 7, historyItems: 5, take: 20 })
  const plain = run(recipe, request, state)
  const topics = (slate: Slate) => new Set(rowsOf(slate).map((row) => state.catalogue.topic[row])).size
  assert.ok(plain.items.every(({ propensity }) => propensity === 1))
  assert.ok(topics(run(recipe, { ...request, take: 8, rules: { diversity: 1 } }, state)) > 7)
  const explored = run(recipe, { ...request, rules: { exploration: 0.5 } }, state).items
  assert.ok(explored.some(({ reason }) => reason.kind === 'explore'))
  assert.ok(explored.every(({ propensity }) => propensity > 0))
})

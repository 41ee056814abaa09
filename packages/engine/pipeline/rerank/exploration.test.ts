import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listContext, maskOf, rankedOf } from '../../testing/list-scene.ts'
import { uniform } from '../explore.ts'
import type { EngagementColumn } from '../slate.ts'
import type { SlateRules } from '../slate-rules.ts'
import type { Ranked, Rerank } from '../stage.ts'
import { quotas } from './quotas.ts'
import { slots } from './slots.ts'
import { chanceOfLargest, thompson } from './thompson.ts'

const items = ['a', 'a', 'b', 'b', 'c', 'd', 'e', 'f'].map((publisher, row) => ({ publisher, topic: `t${row % 2}` }))
const ranked = rankedOf(items.map((_, row) => 8 - row))

const scene = listContext({ items, request: { take: 4 } })

function contextOf(seed: number, rules: SlateRules, engagement: EngagementColumn | null = null) {
  return { ...scene, request: { ...scene.request, seed, rules }, state: { ...scene.state, engagement } }
}

function arranged(stages: readonly Rerank[], ...asked: Parameters<typeof contextOf>): Ranked {
  const context = contextOf(...asked)
  return stages.reduce((list, stage) => stage.arrange(context, list), ranked)
}

/** Statistic of observed against expected counts where enough are expected, and its degrees of freedom. */
function chiSquare(cells: Iterable<{ readonly times: number; readonly expected: number }>) {
  const enough = [...cells].filter(({ expected }) => expected >= 10)
  const statistic = enough.reduce((sum, { times, expected }) => sum + (times - expected) ** 2 / expected, 0)
  return { statistic, freedom: enough.length - 1 }
}

/** Four standard deviations above the mean of the chi-square distribution. */
const likely = ({ statistic, freedom }: ReturnType<typeof chiSquare>) =>
  assert.ok(statistic < freedom + 4 * Math.sqrt(2 * freedom), `chi-square ${statistic} of ${freedom}`)

test('given the slots above rows come as often as their propensities say, whatever rules the list obeys', () => {
  const rules: SlateRules = {
    pins: [{ row: 7, slot: 1 }],
    promotions: [{ name: 'p', holds: maskOf(8, [5, 6]), share: 0.25 }],
    quotas: [{ name: 'odd', holds: maskOf(8, [1, 3]), max: 1 }],
    exploration: 0.7,
  }
  const options = { apart: 2, quotas: [{ of: 'topic', max: 2 } as const] }
  const stages = [quotas(options), slots({ ...options, chance: uniform({ share: 0.2 }) })]
  const lists = new Map<string, { runs: number; rows: Map<number, { times: number; propensity: number }> }>()
  for (let seed = 0; seed < 10_000; seed++) {
    const { rows, propensities, explored } = arranged(stages, seed, rules)
    assert.equal(rows[1], 7)
    assert.ok([...explored].filter((flag) => flag === 1).length <= 2)
    for (let slot = 0; slot < 4; slot++) {
      const above = rows.subarray(0, slot).join()
      const known = lists.get(above) ?? { runs: 0, rows: new Map() }
      const row = known.rows.get(rows[slot]!) ?? { times: 0, propensity: propensities[slot]! }
      assert.equal(row.propensity, propensities[slot])
      known.rows.set(rows[slot]!, { ...row, times: row.times + 1 })
      lists.set(above, { ...known, runs: known.runs + 1 })
    }
  }
  assert.ok(lists.size > 5)
  for (const { runs, rows } of lists.values()) {
    const total = [...rows.values()].reduce((sum, { propensity }) => sum + propensity, 0)
    if (runs > 500) assert.ok(Math.abs(total - 1) < 1e-9, `propensities sum to ${total}`)
    if (rows.size > 1)
      likely(chiSquare([...rows.values()].map(({ times, propensity }) => ({ times, expected: runs * propensity }))))
  }
})

/** Items known to be opened so often out of so many shows. */
function engagementOf(opens: readonly number[], shows: readonly number[]): EngagementColumn {
  return {
    posteriors: (rows) => ({
      alpha: Float64Array.from(rows, (row) => 1 + opens[row]!),
      beta: Float64Array.from(rows, (row) => 20 + shows[row]! - opens[row]!),
    }),
  }
}
const engagement = engagementOf([9, 8, 7, 0, 0, 5, 1, 2], [90, 85, 80, 0, 0, 60, 50, 30])

test('the chance to have the largest draw is the share of all choices of draws, ties to the first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1), { minLength: 3, maxLength: 3 }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.nat(31),
      (sets, bits) => {
        const pool = Int32Array.from(sets, (_, member) => 10 * member)
        const among = pool.filter((_, member) => member === 0 || (bits >> member) & 1)
        const wins = new Map<number, number>()
        const visit = (at: number, best: number, value: number): void => {
          if (at === among.length) {
            wins.set(best, (wins.get(best) ?? 0) + 1)
            return
          }
          for (const draw of sets[among[at]! / 10]!)
            if (draw > value) visit(at + 1, among[at]!, draw)
            else visit(at + 1, best, value)
        }
        visit(0, -1, -1)
        const chances = chanceOfLargest(pool, Float64Array.from(sets.flat())).chances(among)
        chances.forEach((chance, k) => {
          const expected = (wins.get(among[k]!) ?? 0) / 3 ** among.length
          assert.ok(Math.abs(chance - expected) < 1e-12, `${chance} against ${expected}`)
        })
      },
    ),
    { seed: 1, numRuns: 500 },
  )
})

test('Thompson sampling shows rows as often as the chances of all seeds together say', () => {
  const stages = [slots({ chance: thompson({ share: 0.6 }) })]
  const cells = new Map(items.map((_, row) => [row, { times: 0, expected: 0 }]))
  const weights = new Float64Array(items.length)
  const runs = 2500
  for (let seed = 0; seed < runs; seed++) {
    const { rows, propensities } = arranged(stages, seed, {}, engagement)
    const chances = thompson({ share: 0.6 })
      .begin(contextOf(seed, {}, engagement), ranked)!
      .chances(ranked.rows)
    assert.ok(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-9)
    chances.forEach((chance, row) => {
      cells.get(row)!.expected += (row === 0 ? 0.4 : 0) + 0.6 * chance
    })
    cells.get(rows[0]!)!.times++
    weights[rows[0]!]! += 1 / propensities[0]!
  }
  likely(chiSquare(cells.values()))
  // What the log is for: weighted by 1 / propensity each row counts once per run.
  for (const row of [0, 1, 2, 3]) assert.ok(Math.abs(weights[row]! / runs - 1) < 0.3, `row ${row}: ${weights[row]}`)
})

test('the same seed gives the same list, another seed another, and a better row comes more often', () => {
  const stages = [slots({ chance: thompson({ share: 1 }) })]
  const list = (seed: number) => arranged(stages, seed, {}, engagement)
  assert.deepEqual(list(7), list(7))
  const first = Array.from({ length: 200 }, (_, seed) => list(seed).rows[0]!)
  assert.ok(new Set(first).size > 3)
  const times = (row: number) => first.filter((one) => one === row).length
  assert.ok(times(0) > times(6))
})

test('slots above the first and a share of 0 are left alone, and so is all when nothing was counted', () => {
  const stage = (share: number) => [slots({ chance: thompson({ share, fromSlot: 2 }) })]
  for (let seed = 0; seed < 50; seed++) {
    const { rows, propensities } = arranged(stage(1), seed, {}, engagement)
    assert.deepEqual([...rows.subarray(0, 2)], [0, 1])
    assert.deepEqual([...propensities.subarray(0, 2)], [1, 1])
    assert.equal(new Set(rows).size, 8)
  }
  for (const [share, rules, column] of [
    [0, {}, engagement],
    [0.9, { exploration: 0 }, engagement],
    [0.9, {}, null],
  ] as const) {
    const { rows, propensities, explored } = arranged(stage(share), 1, rules, column)
    assert.deepEqual([rows, propensities, explored], [ranked.rows, ranked.propensities, ranked.explored])
  }
})

test('a list that another rung ranked can be drawn for more often, and then enough candidates are drawn from', () => {
  const many = Array.from({ length: 80 }, () => ({}))
  const even: EngagementColumn = {
    posteriors: ({ length }) => ({ alpha: new Float64Array(length).fill(2), beta: new Float64Array(length).fill(50) }),
  }
  const context = listContext({ items: many, request: { take: 30 }, state: { engagement: even } })
  const stage = slots({ chance: thompson({ share: 0, shareOnRung: { popular: 1 } }) })
  const list = rankedOf(many.map((_, row) => -row))
  assert.deepEqual(stage.arrange({ ...context, rung: 'personal' }, list).rows, list.rows)
  const { propensities } = stage.arrange({ ...context, rung: 'popular' }, list)
  assert.ok(propensities.subarray(0, 30).every((propensity) => propensity < 0.2))
})

test('bad options and requests are named', () => {
  assert.throws(() => thompson({ share: 1.5 }), /share is 1.5/)
  assert.throws(() => thompson({ share: 1, among: 0 }), /among is 0/)
  assert.throws(() => thompson({ share: 1, draws: 0.5 }), /draws is 0.5/)
  const stages = [slots({ chance: thompson({ share: 1 }) })]
  assert.throws(() => arranged(stages, 1, { exploration: 2 }, engagement), /exploration is 2/)
})

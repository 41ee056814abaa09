import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyHistory } from '../data/history.ts'
import { home } from '../recipes/home.ts'
import { randomRequest, randomState } from '../testing/random-state.ts'
import { replay, run, whyFiltered } from './run.ts'
import type { PipelineState, Recorded, Slate, SlateRequest } from './slate.ts'
import { corpus } from './sources.ts'
import type { Recipe } from './stage.ts'

const state = randomState({ seed: 'run', rows: 600, modelItems: 200 })
const request = randomRequest(state, { seed: 1, historyItems: 40 })
const plain: SlateRequest = {
  ...request,
  blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
  languages: [],
}
const rowsOf = (slate: Slate) => slate.items.map((item) => item.row)
const anyRequest = fc.record({ seed: fc.nat(1000), historyItems: fc.nat(60), take: fc.integer({ min: 1, max: 50 }) })

/** As a file would have it. */
function throughJson({ sources }: Recorded): Recorded {
  const plain = sources.map(({ source, rows, scores }) => ({
    source,
    rows: Array.from(rows),
    scores: Array.from(scores),
  }))
  return { sources: JSON.parse(JSON.stringify(plain)) }
}

/** Everything but the times. */
const content = ({ items, rung, trace }: Slate) => ({
  items,
  rung,
  recorded: throughJson(trace.recorded),
  filtered: trace.filtered,
})

test('the same recipe, state and request give the same slate', () => {
  fc.assert(
    fc.property(anyRequest, (options) => {
      const one = randomRequest(state, options)
      assert.deepEqual(content(run(home, one, state)), content(run(home, one, state)))
    }),
    { seed: 1, numRuns: 30 },
  )
})

test('a replay from the recorded candidates, through JSON, gives the same slate', () => {
  fc.assert(
    fc.property(anyRequest, (options) => {
      const one = randomRequest(state, options)
      const slate = run(home, one, state)
      const again = replay(home, one, state, throughJson(slate.trace.recorded))
      assert.deepEqual(content(again), content(slate))
    }),
    { seed: 2, numRuns: 30 },
  )
})

test('no slate holds a row twice, a refused row, a gap in its slots or a number that is not finite', () => {
  fc.assert(
    fc.property(anyRequest, (options) => {
      const one = randomRequest(state, options)
      const slate = run(home, one, state)
      assert.equal(new Set(rowsOf(slate)).size, slate.items.length)
      slate.items.forEach((item, slot) => {
        const { publisher, topic, language, available } = state.catalogue
        assert.equal(item.slot, slot)
        assert.equal(whyFiltered(slate.trace.filtered, item.row), null)
        assert.equal(available[item.row], 1)
        assert.ok(!one.seen.has(item.row) && !one.history.items.includes(item.row))
        assert.ok(!one.blocked.publishers.has(publisher[item.row]!) && !one.blocked.topics.has(topic[item.row]!))
        assert.ok(!one.blocked.items.has(item.row))
        assert.equal(state.catalogue.languages.id(language[item.row]!), 'en')
        assert.ok(Number.isFinite(item.score) && item.propensity > 0 && item.propensity <= 1)
        assert.ok(item.sources.length > 0)
      })
    }),
    { seed: 3, numRuns: 30 },
  )
})

test('contributions and parts sum to the score of each item, and name only items of the history', () => {
  const slate = run(home, request, state)
  assert.equal(slate.rung, 'personal')
  for (const { score, reason } of slate.items) {
    const terms = [...reason.contributions, ...reason.parts].map((term) => term.contribution)
    const sum = terms.reduce((a, b) => a + b, 0)
    assert.ok(Math.abs(sum - score) <= 1e-6 * Math.max(...terms.map(Math.abs)), `${sum} against ${score}`)
    for (const { row } of reason.contributions) assert.ok(request.history.items.includes(row))
    assert.deepEqual(
      reason.parts.map((part) => part.name),
      ['popularity', 'freshness'],
    )
  }
  assert.ok(slate.items.some(({ reason }) => reason.kind === 'because-you-read'))
})

test('without rerank the list falls in score, ties by lower row', () => {
  const slate = run({ ...home, rerank: [] }, { ...request, take: 100 }, state)
  for (let k = 1; k < slate.items.length; k++) {
    const [above, below] = [slate.items[k - 1]!, slate.items[k]!]
    assert.ok(above.score > below.score || (above.score === below.score && above.row < below.row))
  }
})

test('an empty history falls back to popularity', () => {
  const slate = run({ ...home, rerank: [] }, { ...plain, history: emptyHistory }, state)
  assert.equal(slate.rung, 'popular')
  assert.ok(slate.items.every((item) => item.reason.contributions.length === 0))
  assert.ok(slate.items.every((item) => ['popular', 'fresh'].includes(item.reason.kind)))
  assert.ok(slate.items.slice(0, 5).some((item) => item.reason.kind === 'popular'))
})

test('a history of items the model does not know falls back to the popularity of its topics', () => {
  const history = { ...request.history, items: request.history.items.map((_, k) => 300 + k) }
  assert.equal(run(home, { ...plain, history }, state).rung, 'segment')
  assert.equal(run(home, request, { ...state, personal: null }).rung, 'segment')
})

test('a new installation without any event shows the order of the editors, untouched', () => {
  const silent: PipelineState = { ...state, personal: null, popularity: { strength: new Float64Array(600) } }
  const slate = run(home, plain, silent)
  const allowed = Array.from(state.editorialOrder).filter((row) => slate.trace.filtered.by[row] === 0)
  assert.equal(slate.rung, 'editorial')
  assert.deepEqual(rowsOf(slate), allowed.slice(0, 30))
  assert.ok(slate.items.every((item) => item.reason.kind === 'editors-choice'))
})

const failing = (what: string) => (): never => {
  throw new Error(`${what} is away`)
}

test('a failing source is left out and named, the slate still comes', () => {
  const recipe: Recipe = { ...home, sources: [{ name: 'broken', propose: failing('index') }, ...home.sources] }
  const slate = run(recipe, request, state)
  assert.deepEqual(rowsOf(slate), rowsOf(run(home, request, state)))
  assert.deepEqual(
    slate.trace.stages.find((stage) => stage.stage === 'broken'),
    {
      stage: 'broken',
      kind: 'source',
      count: 0,
      ms: 0,
      failure: 'index is away',
    },
  )
})

test('when every source fails the editors still fill the slate', () => {
  const slate = run({ ...home, sources: [{ name: 'broken', propose: failing('all') }] }, request, state)
  assert.equal(slate.items.length, 30)
})

test('a failing scorer gives way to the next rung', () => {
  const broken = { ...home.scorers[0]!, score: failing('model') }
  const slate = run({ ...home, scorers: [broken, ...home.scorers.slice(1)] }, request, state)
  assert.equal(slate.rung, 'segment')
  assert.equal(slate.items.length, 30)
  const none = run({ ...home, scorers: [broken] }, request, state)
  assert.deepEqual([none.rung, none.items.length], ['editorial', 30])
})

test('a personal model that fails costs the similar source and the personal rung, not the slate', () => {
  const aligned = state.personal!
  const model = { kind: 'ease', items: aligned.model.items, score: failing('matrix'), explain: failing('matrix') }
  const slate = run(home, request, { ...state, personal: { ...aligned, model } })
  assert.equal(slate.rung, 'segment')
  assert.deepEqual(
    slate.trace.stages.filter((stage) => stage.failure).map((stage) => stage.stage),
    ['similar', 'personal value'],
  )
})

test('a failing rerank leaves the order as it was', () => {
  const slate = run({ ...home, rerank: [{ name: 'broken', arrange: failing('rules') }] }, request, state)
  assert.deepEqual(rowsOf(slate), rowsOf(run({ ...home, rerank: [] }, request, state)))
})

test('a failing filter is an error: nothing forbidden may slip through', () => {
  const filters = [{ name: 'broken', reason: '', refuse: failing('block list') }]
  assert.throws(() => run({ ...home, filters }, request, state), /block list is away/)
})

test('the trace says which filter refused a row, first one first, and counts agree', () => {
  const row = request.history.items.find((each) => !state.catalogue.onlyIn.has(each))!
  const { trace } = run(home, { ...plain, blocked: { ...plain.blocked, items: new Set([row]) } }, state)
  assert.deepEqual(whyFiltered(trace.filtered, row), { stage: 'seen', reason: 'already seen or dismissed' })
  trace.filtered.stages.forEach(({ stage }, k) => {
    const marked = trace.filtered.by.filter((code) => code === k + 1).length
    assert.equal(trace.stages.find((one) => one.stage === stage)?.count, marked)
  })
})

test('a list is the same when nobody wants to know what was refused, whatever lists were made before', () => {
  fc.assert(
    fc.property(anyRequest, (options) => {
      const one = randomRequest(state, options)
      const { items, trace } = run(home, one, state, { keepFiltered: false })
      assert.deepEqual(items, run(home, one, state).items)
      assert.equal(trace.filtered.by.length, 0)
      assert.equal(whyFiltered(trace.filtered, items[0]?.row ?? 0), null)
    }),
    { seed: 4, numRuns: 20 },
  )
})

test('an item added later than now is not shown', () => {
  const early = run(home, { ...plain, now: Math.min(...state.catalogue.addedAt) }, state)
  assert.equal(early.items.length <= 1, true)
})

test('stages are timed with the clock passed in', () => {
  let time = 0
  const slate = run(home, request, state, { clock: () => time++ })
  assert.ok(slate.trace.stages.every((stage) => stage.ms === 1))
  const { filters, sources, rerank } = home
  assert.equal(slate.trace.stages.length, filters.length + sources.length + 1 + rerank.length)
})

test('asking for more than there is gives what there is, asking for nothing is refused', () => {
  const slate = run({ ...home, sources: [corpus(1000)], rerank: [] }, { ...plain, take: 5000 }, state)
  assert.equal(slate.items.length, slate.trace.filtered.by.filter((code) => code === 0).length)
  assert.throws(() => run(home, { ...request, take: 0 }, state), /take is 0/)
})

test('an empty catalogue gives an empty slate', () => {
  const empty = randomState({ seed: 'empty', rows: 0, modelItems: 0 })
  const slate = run(home, { ...plain, history: emptyHistory, seen: new Set() }, empty)
  assert.deepEqual([slate.items, slate.rung], [[], 'editorial'])
})

test('sources propose only what no filter refused', () => {
  const { recorded, filtered } = run(home, request, state).trace
  assert.deepEqual(
    recorded.sources.map(({ source }) => source),
    home.sources.map(({ name }) => name),
  )
  for (const { source, rows } of recorded.sources) {
    if (['corpus', 'popular', 'similar', 'fresh'].includes(source)) assert.ok(rows.length > 0)
    for (const row of Array.from(rows)) assert.equal(whyFiltered(filtered, row), null)
  }
})

test('a row refused now is not shown, even when a source or a record proposes it', () => {
  const slate = run(home, plain, state)
  const row = slate.items[0]!.row
  const stricter = { ...plain, blocked: { ...plain.blocked, items: new Set([row]) } }
  assert.ok(!rowsOf(replay(home, stricter, state, slate.trace.recorded)).includes(row))
  const careless = { name: 'careless', propose: () => ({ rows: Int32Array.of(row), scores: Float64Array.of(1) }) }
  assert.deepEqual(run({ ...home, sources: [careless] }, stricter, state).items, [])
})

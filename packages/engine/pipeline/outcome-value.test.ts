import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { randomRequest, randomState } from '../testing/random-state.ts'
import { byPriorities } from './outcome-value.ts'
import { defaultPriorities } from './priorities.ts'
import { run } from './run.ts'
import type { OutcomeRates, PipelineState, Priorities } from './slate.ts'
import { corpus, popular } from './sources.ts'
import type { Recipe } from './stage.ts'
import { personalValue, popularValue } from './value.ts'

const rows = 60
const scene = randomState({ seed: 'worth', rows, modelItems: 40 })
const column = (name: string, most: number) => {
  const rng = derive('rates', name)
  return Float64Array.from({ length: rows }, () => rng.uniform() * most)
}
const rates: OutcomeRates = {
  finish: column('finish', 1),
  save: column('save', 0.5),
  like: column('like', 0.3),
  dismiss: column('dismiss', 0.1),
  report: column('report', 0.001),
}
const engagement = {
  posteriors: (asked: Int32Array) => ({
    alpha: Float64Array.from(asked, (row) => 1 + (row % 7)),
    beta: Float64Array.from(asked, (row) => 40 + row),
  }),
}
const state: PipelineState = { ...scene, outcomes: rates, engagement }
const weights = { personal: 0.6, popularity: 0.3, freshness: 0.1, freshnessHalfLifeMs: 86_400_000 }
const relevance = [personalValue(weights), popularValue(weights)]
const plain: Recipe = {
  name: 'relevance',
  version: '1',
  filters: [],
  sources: [corpus(40), popular(20)],
  scorers: relevance,
  rerank: [],
}
const valued: Recipe = { ...plain, name: 'worth', scorers: relevance.map(byPriorities) }
const request = { ...randomRequest(scene, { seed: 3, historyItems: 6, take: rows }), languages: [] }
const withPriorities = (outcomes: Partial<Priorities['outcomes']>): PipelineState => ({
  ...state,
  priorities: {
    version: 'test',
    outcomes: { open: 0, finish: 0, save: 0, like: 0, dismiss: 0, report: 0, ...outcomes },
  },
})

test('worth is the weighted sum of the outcome probabilities that the slate tells', () => {
  const items = run(valued, request, state).items.filter(({ outcomes }) => outcomes!.open > 0)
  assert.ok(items.length > 30)
  for (const { score, outcomes } of items) {
    const w = defaultPriorities.outcomes
    const sum = (Object.keys(w) as (keyof typeof w)[]).reduce((total, kind) => total + w[kind] * outcomes![kind], 0)
    assert.ok(Math.abs(sum - score) < 1e-12, `${sum} is not ${score}`)
    for (const chance of Object.values(outcomes!)) assert.ok(chance >= 0 && chance <= 1)
  }
})

test('causes and parts of a worth sum to it, regrets among them', () => {
  const { items } = run(valued, request, state)
  const largest = Math.max(...items.map(({ score }) => Math.abs(score)))
  for (const { score, reason } of items) {
    const sum = [...reason.contributions, ...reason.parts].reduce((total, one) => total + one.contribution, 0)
    assert.ok(Math.abs(sum - score) <= 1e-6 * largest)
  }
  assert.ok(items.some(({ reason }) => reason.parts.some(({ name }) => name === 'dismissals')))
})

test('P(open) has the mean of what was shown lately, and keeps the order of relevance', () => {
  const { items } = run(valued, request, withPriorities({ open: 1 }))
  const before = run(plain, request, state).items
  assert.deepEqual(
    items.map(({ row }) => row),
    before.map(({ row }) => row),
  )
  const { alpha, beta } = engagement.posteriors(Int32Array.from(items, ({ row }) => row))
  const expected = alpha.reduce((sum, a, k) => sum + a / (a + beta[k]!), 0)
  const total = items.reduce((sum, { score }) => sum + score, 0)
  assert.ok(Math.abs(total - expected) < 1e-9)
})

test('who pays for finishing gets what is finished, who punishes dismissals does not get what is dismissed', () => {
  const top = (priorities: PipelineState, of: Float64Array) =>
    run(valued, request, priorities)
      .items.slice(0, 10)
      .reduce((sum, { row }) => sum + of[row]!, 0)
  const opens = withPriorities({ open: 1 })
  assert.ok(top(withPriorities({ finish: 1 }), rates.finish) > top(opens, rates.finish))
  assert.ok(top(withPriorities({ open: 1, dismiss: -5 }), rates.dismiss) < top(opens, rates.dismiss))
})

test('without counts the order is that of relevance', () => {
  const bare = { ...state, outcomes: null, engagement: null }
  assert.deepEqual(
    run(valued, request, bare).items.map(({ row }) => row),
    run(plain, request, bare).items.map(({ row }) => row),
  )
})

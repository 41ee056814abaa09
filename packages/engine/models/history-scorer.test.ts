import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { askAhead, type HistoryScorer } from './history-scorer.ts'

/** Nothing additive: a score is the product of row numbers plus one, times the item's. */
const scorer: HistoryScorer = {
  kind: 'product',
  items: new Vocabulary(['a', 'b', 'c', 'd']),
  async score(histories) {
    return Float32Array.from(
      histories.flatMap(({ items }) => [1, 2, 3, 4].map((item) => items.reduce((all, row) => all * (row + 1), item))),
    )
  },
}
const history = historyOf([0, 1, 3].map((row, at) => ({ row, at })))

test('the scores are those of the whole history', async () => {
  const model = await askAhead(scorer, history, { now: 9 })
  assert.deepEqual(model.score(history), Float32Array.of(8, 16, 24, 32))
})

test('reasons are what each entry changed, and sum to the score whatever the function', async () => {
  for (const reasons of [1, 2, 5]) {
    const model = await askAhead(scorer, history, { now: 9, reasons })
    const { base, contributions } = model.explain(history, 2)
    assert.equal(
      contributions.reduce((sum, one) => sum + one.contribution, base),
      24,
    )
    assert.equal(contributions.length, Math.min(reasons, 3))
  }
  const { contributions } = (await askAhead(scorer, history, { now: 9 })).explain(history, 0)
  assert.deepEqual(contributions, [
    { row: 3, contribution: 6 },
    { row: 0, contribution: 1 },
    { row: 1, contribution: 1 },
  ])
})

test('a history it knows nothing of gives zeros and asks nobody', async () => {
  const never = { ...scorer, score: () => Promise.reject(new Error('asked')) }
  const model = await askAhead(never, emptyHistory, { now: 9 })
  assert.deepEqual(model.score(historyOf([{ row: 9, at: 1 }])), new Float32Array(4))
})

test('another history, another size and numbers that are none are refused', async () => {
  const model = await askAhead(scorer, history, { now: 9 })
  assert.throws(() => model.score(emptyHistory), /product: it was asked for another history/)
  const short = { ...scorer, score: async () => new Float32Array(3) }
  await assert.rejects(askAhead(short, history, { now: 9 }), /product: answered 3 scores for 3 histories and 4 items/)
  const wrong = { ...scorer, score: async () => new Float32Array(12).fill(Number.NaN) }
  await assert.rejects(askAhead(wrong, history, { now: 9 }), /not finite/)
  await assert.rejects(askAhead(scorer, history, { now: 9, reasons: 0 }), /reasons is 0/)
})

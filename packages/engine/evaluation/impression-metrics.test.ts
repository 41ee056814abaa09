import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { evaluateImpressions } from './evaluate-impressions.ts'
import { impressionAuc, impressionMrr, impressionNdcg, impressionOrder } from './impression-metrics.ts'

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} against ${expected}`)

test('a worked example with a tie: clicks at .9 and .5, left alone .7, .5 and .1', () => {
  const scores = [0.7, 0.9, 0.5, 0.5, 0.1]
  const clicked = [0, 1, 0, 1, 0]
  near(impressionAuc(scores, clicked), (3 + 1.5) / 6)
  const order = impressionOrder(scores)
  assert.deepEqual(Array.from(order), [1, 0, 2, 3, 4])
  assert.deepEqual(Array.from(impressionOrder(scores, [5, 4, 3, 2, 1])), [1, 0, 3, 2, 4])
  near(impressionMrr(order, clicked), (1 + 1 / 4) / 2)
  near(impressionNdcg(order, clicked, 5), (1 + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3)))
  near(impressionNdcg(order, clicked, 1), 1)
})

test('AUC is the share of pairs in order, by counting all pairs; scores upside down give one minus it', () => {
  const rng = derive('auc')
  for (let run = 0; run < 50; run++) {
    const scores = Array.from({ length: 12 }, () => rng.integer(5))
    const clicked = scores.map((_, k) => (k === 0 ? 1 : k === 1 ? 0 : rng.integer(2)))
    let right = 0
    let pairs = 0
    for (let a = 0; a < 12; a++)
      for (let b = 0; b < 12; b++)
        if (clicked[a] === 1 && clicked[b] === 0) {
          pairs++
          right += scores[a]! > scores[b]! ? 1 : scores[a] === scores[b] ? 0.5 : 0
        }
    near(impressionAuc(scores, clicked), right / pairs)
    const reversed = scores.map((score) => -score)
    near(impressionAuc(reversed, clicked), 1 - right / pairs)
  }
})

test('impressions without both kinds, of unequal length or with NaN are refused', () => {
  assert.throws(() => impressionAuc([1, 2], [1, 1]), /2 of 2 items are clicked/)
  assert.throws(() => impressionMrr(Int32Array.of(0, 1), [0, 0]), /0 of 2 items/)
  assert.throws(() => impressionAuc([1, 2], [1]), /2 items and 1 clicks/)
  assert.throws(() => impressionAuc([1, Number.NaN], [1, 0]), /item 1 is NaN/)
  assert.throws(() => impressionNdcg(Int32Array.of(0, 1), [1, 0], 0), /k is 0/)
})

const impression = (at: number, shown: number[], clicked: number[]) => ({
  at,
  shown: Int32Array.from(shown),
  clicked: Uint8Array.from(clicked),
})

test('impressions are ranked by what was learnt of strictly earlier times, and those without both kinds only learnt', async () => {
  const log = [
    impression(1, [7, 8], [0, 1]),
    impression(1, [8, 7], [1, 0]),
    impression(2, [7, 8, 9], [0, 1, 0]),
    impression(3, [9], [1]),
    impression(4, [8, 9], [0, 1]),
  ]
  const clicks = new Map<number, number>()
  const { measured, perImpression } = await evaluateImpressions(log, {
    scorers: { clicks: ({ shown }) => Array.from(shown, (row) => clicks.get(row) ?? 0) },
    learn: ({ shown, clicked }) =>
      shown.forEach((row, k) => void clicks.set(row, (clicks.get(row) ?? 0) + clicked[k]!)),
    ks: [1],
  })
  assert.deepEqual(Array.from(measured), [0, 1, 2, 4])
  // Both of time 1 know nothing; at 2 item 8 has two clicks; at 4 item 8 has three and 9 one.
  assert.deepEqual(Array.from(perImpression.clicks!.auc!), [0.5, 0.5, 1, 0])
  assert.deepEqual(Array.from(perImpression.clicks!['ndcg@1']!), [0, 1, 1, 0])
  await assert.rejects(evaluateImpressions([...log].reverse(), { scorers: {} }), /impression 1 is earlier/)
})

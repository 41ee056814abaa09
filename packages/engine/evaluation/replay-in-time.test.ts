import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionEvent } from '../data/open-sessions.ts'
import { derive } from '../random/random.ts'
import { rankMetrics } from './rank-metrics.ts'
import { type ReplayOptions, rankAmong, replayInTime } from './replay-in-time.ts'

const click = (session: string, row: number, at: number): SessionEvent => ({ session, row, at })

/** Counts clicks of four items; candidates are those clicked so far, the score is the count. */
function counted(events: readonly SessionEvent[]): ReplayOptions & { readonly counts: Float64Array } {
  const counts = new Float64Array(4)
  return {
    counts,
    events,
    predicts: (_, context) => context.length > 0,
    learners: [{ observe: ({ row }) => void counts[row]!++ }],
    candidates: ({ context }) =>
      Int32Array.from([0, 1, 2, 3].filter((row) => counts[row]! > 0 && !context.items.includes(row))),
    scorers: { clicks: ({ candidates }) => Array.from(candidates, (row) => counts[row]!) },
  }
}

test('a replay by hand: strictly before, the session excepted, ties to the lower row', async () => {
  const events = [
    click('x', 0, 1),
    click('x', 3, 2), // nothing but row 0 is known: a miss
    click('y', 1, 3),
    click('y', 3, 4), // 0 and 3 have one click each: the tie puts 3 second
    click('z', 2, 5),
    click('z', 3, 6), // 3 has two clicks: first of 0, 1, 3
    click('x', 1, 6), // the click on 3 at this very moment is not known; 1 and 2 have one each: first
  ]
  const { ranks, ...totals } = await replayInTime(counted(events))
  assert.deepEqual(Array.from(ranks.clicks!), [Number.POSITIVE_INFINITY, 2, 1, 1])
  assert.deepEqual(totals, { predictions: 4, misses: 1, candidates: 0 + 2 + 3 + 2 })
})

test('clicks of one moment do not teach one another, but a session knows its own', async () => {
  const contexts: number[][] = []
  const options = counted([click('x', 0, 1), click('x', 1, 1), click('x', 2, 1)])
  const { misses } = await replayInTime({
    ...options,
    onPrediction: ({ context }) => contexts.push(Array.from(context.items)),
  })
  assert.deepEqual(contexts, [[0], [0, 1]])
  assert.equal(misses, 2)
})

test('whatever the log, no prediction knows an event of its own time or later, and all are learnt in the end', async () => {
  const rng = derive('replay')
  for (let round = 0; round < 20; round++) {
    let at = 0
    const events = Array.from({ length: 200 }, () => {
      at += rng.integer(2)
      return click(`s${rng.integer(5)}`, rng.integer(4), at)
    })
    const options = counted(events)
    await replayInTime({
      ...options,
      onPrediction: (prediction) => {
        const before = events.filter((event) => event.at < prediction.at)
        assert.equal(
          options.counts.reduce((sum, count) => sum + count, 0),
          before.length,
        )
        assert.equal(events[prediction.event]!.row, prediction.row)
        const { candidates, target } = prediction
        assert.equal(target, candidates.indexOf(prediction.row))
      },
    })
    assert.equal(
      options.counts.reduce((sum, count) => sum + count, 0),
      200,
    )
  }
})

test('a rank counts what is higher and equal lower rows, and refuses what is no number', () => {
  assert.equal(rankAmong([1, 3, 1, 1], 2), 3)
  assert.equal(rankAmong([0, 0, 0], 0), 1)
  assert.throws(() => rankAmong([1, Number.NaN], 0), /candidate 1 is NaN/)
})

test('a log out of order, or scores of another length, are refused', async () => {
  await assert.rejects(replayInTime(counted([click('x', 0, 2), click('x', 1, 1)])), /event 1 is earlier/)
  const options = counted([click('y', 1, 0), click('x', 0, 1), click('x', 1, 2)])
  await assert.rejects(replayInTime({ ...options, scorers: { short: () => [] } }), /short gave 0 scores for 1/)
})

test('metrics of ranks by hand', () => {
  const { hr, mrr, ndcg } = rankMetrics([1, 3, 6, Number.POSITIVE_INFINITY], 5)
  assert.equal(hr, 2 / 4)
  assert.equal(mrr, (1 + 1 / 3) / 4)
  assert.equal(ndcg, (1 + 1 / 2) / 4)
  assert.throws(() => rankMetrics([], 5), /no ranks/)
})

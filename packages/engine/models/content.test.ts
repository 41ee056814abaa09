import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { buildInteractions } from '../data/interactions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive } from '../random/random.ts'
import { content } from './content.ts'
import { onThisThread } from './model.ts'

const day = 86_400_000
const context = { rng: derive('content'), withPool: onThisThread }
// a and b point apart; c lies between them, nearer to a; d is unknown to the encoder.
const vectors = {
  items: new Vocabulary(['a', 'b', 'c', 'd']),
  embeddingSize: 2,
  values: Float32Array.of(2, 0, 0, 5, 0.8, 0.6, 0, 0),
}
const algorithm = content(vectors)
const model = await algorithm.train(await buildInteractions(() => []), algorithm.defaults, context)
const near = (actual: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, k) => {
    assert.ok(Math.abs(actual[k]! - value) < 1e-6, `${actual[k]} against ${value} at ${k}`)
  })

test('a score is the weighted mean of cosines to the history, also of items nobody has read', () => {
  near(model.score(historyOf([{ row: 0, at: 1 }]), 2), [1, 0, 0.8, 0])
  near(
    model.score(
      historyOf([
        { row: 0, at: 1, weight: 3 },
        { row: 1, at: 1 },
      ]),
      2,
    ),
    [0.75, 0.25, 0.75, 0],
  )
  assert.deepEqual(model.score(emptyHistory, 2), new Float32Array(4))
})

test('what was read a half-life ago counts half, whatever the clock says later', async () => {
  const fading = await algorithm.train(await buildInteractions(() => []), { halfLifeMs: day }, context)
  const history = historyOf([
    { row: 0, at: 0 },
    { row: 1, at: day },
  ])
  near(fading.score(history, day), [1 / 3, 2 / 3])
  near(fading.score(history, day * 36_500), [1 / 3, 2 / 3])
})

test('contributions are the cosines by weight, largest first', () => {
  const { contributions } = model.explain(
    historyOf([
      { row: 1, at: 1 },
      { row: 0, at: 2 },
    ]),
    2,
    3,
  )
  assert.deepEqual(
    contributions.map(({ row }) => row),
    [0, 1],
  )
  near(
    contributions.map(({ contribution }) => contribution),
    [0.4, 0.3],
  )
})

test('a file keeps a half-life, also that of never', async () => {
  const fading = await algorithm.train(await buildInteractions(() => []), { halfLifeMs: day }, context)
  assert.equal(algorithm.load(fading.save()).config.halfLifeMs, day)
  assert.equal(algorithm.load(model.save()).config.halfLifeMs, Number.POSITIVE_INFINITY)
})

test('a half-life that cannot be is named', async () => {
  await assert.rejects(
    algorithm.train(await buildInteractions(() => []), { halfLifeMs: 0 }, context),
    /halfLifeMs is 0/,
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { labelQuality } from './label-quality.ts'
import { fitSharpness, softmax } from './temperature.ts'

test('shares are those of e to the scores', () => {
  const shares = softmax([0, Math.log(3)], 1)
  assert.ok(Math.abs(shares[1]! - 0.75) < 1e-12)
  assert.deepEqual(softmax([1000, -1000], 1), Float64Array.of(1, 0))
})

test('the sharpness that labels were drawn with is found again', () => {
  for (const truth of [0.5, 4]) {
    const rng = derive('temperature', truth)
    const texts = Array.from({ length: 4000 }, () => {
      const scores = [rng.normal(), rng.normal(), rng.normal()]
      const shares = softmax(scores, truth)
      const draw = rng.uniform()
      return { scores, right: draw < shares[0]! ? 0 : draw < shares[0]! + shares[1]! ? 1 : 2 }
    })
    const found = fitSharpness(texts)
    assert.ok(Math.abs(found / truth - 1) < 0.1, `${found} for ${truth}`)
  }
  assert.equal(fitSharpness([]), 1)
})

// Three answers: right at .9, wrong at .8, right at .4.
test('quality of three answers is the one worked out by hand', () => {
  const quality = labelQuality(
    [
      { right: 0, said: 0, confidence: 0.95 },
      { right: 1, said: 0, confidence: 0.85 },
      { right: 1, said: 1, confidence: 0.45 },
    ],
    2,
  )
  assert.equal(quality.accuracy, 2 / 3)
  // Label 0: precision 1/2, recall 1; label 1: precision 1, recall 1/2; both 2/3.
  assert.ok(Math.abs(quality.macroF1 - 2 / 3) < 1e-12)
  assert.ok(Math.abs(quality.calibrationError - (0.05 + 0.85 + 0.55) / 3) < 1e-12)
  assert.deepEqual(quality.confusion, [
    [1, 0],
    [1, 1],
  ])
  assert.deepEqual(quality.labels[0], { texts: 1, precision: 0.5, recall: 1 })
})

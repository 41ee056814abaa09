import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinVectors, unitVectors } from './content-vectors.ts'
import { Vocabulary } from './vocabulary.ts'

const items = new Vocabulary(['a', 'b'])
const vectors = { items, embeddingSize: 2, values: Float32Array.of(3, 4, 0, 0) }

test('vectors become of length 1, and one of zeros stays', () => {
  assert.deepEqual(unitVectors(vectors).values, Float32Array.of(0.6, 0.8, 0, 0))
})

test('the cosine of joined vectors is the mean of the cosines, whatever the order of items', () => {
  const other = { items: new Vocabulary(['b', 'a']), embeddingSize: 1, values: Float32Array.of(5, -2) }
  const first = { ...vectors, values: Float32Array.of(3, 4, 4, 3) }
  const { values, embeddingSize } = joinVectors([first, other])
  const cosine = values.subarray(0, 3).reduce((sum, value, d) => sum + value * values[embeddingSize + d]!, 0)
  assert.ok(Math.abs(cosine - (0.96 - 1) / 2) < 1e-6)
})

test('what does not fit is named', () => {
  assert.throws(
    () => unitVectors({ ...vectors, embeddingSize: 3 }),
    /2 items of embeddingSize 3 need 6 values, there are 4/,
  )
  assert.throws(() => unitVectors({ ...vectors, values: Float32Array.of(1, 1, Number.NaN, 0) }), /vector of "b"/)
  assert.throws(
    () => joinVectors([vectors, { items: new Vocabulary(['a']), embeddingSize: 1, values: Float32Array.of(1) }]),
    /"b"/,
  )
  assert.throws(() => joinVectors([]), /nothing to join/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCatalogue } from './catalogue.ts'

const catalogue = createCatalogue([
  { item: 'x', publisher: 'q', topic: 't', language: 'en', addedAt: 5, publishedAt: 3, minutes: 4 },
  { item: 'y', publisher: 'p', topic: null, addedAt: 9, available: false },
  { item: 'z', publisher: 'q', language: 'de', addedAt: 9 },
])

test('codes are rows of their vocabulary, unknown values are -1', () => {
  assert.deepEqual(catalogue.publishers.ids, ['p', 'q'])
  assert.deepEqual(catalogue.publisher, Int32Array.of(1, 0, 1))
  assert.deepEqual(catalogue.topic, Int32Array.of(0, -1, -1))
  assert.deepEqual(catalogue.language, Int32Array.of(1, -1, 0))
})

test('the rows of a code are all its rows', () => {
  const { indptr, rows } = catalogue.rowsOf.publisher
  assert.deepEqual([indptr, rows], [Int32Array.of(0, 1, 3), Int32Array.of(1, 0, 2)])
  assert.deepEqual(catalogue.rowsOf.topic, { indptr: Int32Array.of(0, 1), rows: Int32Array.of(0) })
})

test('newest comes first, ties by lower row; what is not said is 0 or available', () => {
  assert.deepEqual(catalogue.newestFirst, Int32Array.of(1, 2, 0))
  assert.deepEqual(catalogue.available, Uint8Array.of(1, 0, 1))
  assert.deepEqual(catalogue.minutes, Float32Array.of(4, 0, 0))
})

test('an item cannot be in the catalogue twice', () => {
  assert.throws(() => createCatalogue(['x', 'x'].map((item) => ({ item, addedAt: 0 }))), /"x" is given twice/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf, mapHistory, newestOf } from './history.ts'

const history = historyOf([
  { row: 4, at: 30 },
  { row: 2, at: 10, weight: 3 },
  { row: 9, at: 20 },
  { row: 2, at: 40 },
  { row: -1, at: 50 },
])

test('a history is oldest first, repeats merge to the newest time and the largest weight', () => {
  assert.deepEqual(history.items, Int32Array.of(9, 4, 2))
  assert.deepEqual(history.at, Float64Array.of(20, 30, 40))
  assert.deepEqual(history.weights, Float32Array.of(1, 1, 3))
})

test('mapping drops what the other table does not know', () => {
  const rows = new Int32Array(10).fill(-1)
  rows[2] = 0
  rows[9] = 7
  assert.deepEqual(mapHistory(history, rows).items, Int32Array.of(7, 0))
  assert.deepEqual(mapHistory(history, Int32Array.of(5)).items, new Int32Array(0))
  assert.deepEqual(mapHistory(emptyHistory, rows), emptyHistory)
})

test('the newest entries are the last ones', () => {
  assert.deepEqual(newestOf(history, 2).items, Int32Array.of(4, 2))
  assert.equal(newestOf(history, 3), history)
})

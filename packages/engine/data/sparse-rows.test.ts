import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { SparseRows } from './sparse-rows.ts'

test('additions in any order hold what a dense matrix holds, in the same arrays', () => {
  const rng = derive('sparse rows')
  const dense = Array.from({ length: 6 }, () => new Float64Array(6))
  const cells = Array.from({ length: 100 }, () => [rng.integer(6), rng.integer(6), 1 + rng.integer(9)] as const)
  const [forward, backward] = [new SparseRows(6), new SparseRows(6)]
  for (const [row, column, amount] of cells) {
    forward.add(row, column, amount)
    dense[row]![column]! += amount
  }
  for (const [row, column, amount] of cells.toReversed()) backward.add(row, column, amount)
  assert.deepEqual(forward.flat(), backward.flat())
  const into = new Float64Array(6)
  dense.forEach((values, row) => {
    values.forEach((value, column) => {
      assert.equal(forward.get(row, column), value)
    })
    assert.equal(
      forward.sums[row],
      values.reduce((sum, value) => sum + value, 0),
    )
    forward.addRow(row, 2, into)
    assert.deepEqual(
      into,
      values.map((value) => 2 * value),
    )
    forward.clearRow(row, into)
    assert.deepEqual(into, new Float64Array(6))
  })
})

test('pruning drops what is below the least and adds the row up again', () => {
  const matrix = new SparseRows(2)
  ;[0.5, 4, 1].forEach((value, column) => {
    matrix.add(0, column, value)
  })
  matrix.prune(0, 1)
  assert.deepEqual([matrix.get(0, 0), matrix.get(0, 1), matrix.sums[0], matrix.entries], [0, 4, 5, 2])
  matrix.add(0, 0, 3)
  assert.deepEqual([matrix.get(0, 0), matrix.get(0, 2), matrix.entries], [3, 1, 3])
})

test('renumbering moves rows and columns alike and drops what has no number', () => {
  const matrix = new SparseRows(3)
  matrix.add(0, 1, 5)
  matrix.add(1, 2, 7)
  const moved = matrix.renumbered(Int32Array.of(3, 0, -1), 4)
  assert.deepEqual([moved.get(3, 0), moved.entries], [5, 1])
  const copy = SparseRows.from(moved.flat())
  copy.add(3, 0, 1)
  assert.deepEqual([copy.get(3, 0), moved.get(3, 0)], [6, 5])
})

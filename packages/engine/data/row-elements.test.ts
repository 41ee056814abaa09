import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { sumElements } from './row-elements.ts'
import { addRow, type RowMatrix, toInt8Rows } from './row-matrix.ts'

test('sums of chosen columns are those of whole rows, bit for bit, in both precisions and in the order asked', () => {
  const rng = derive('row elements')
  for (const width of [1, 3, 40, 1500]) {
    const plain = Float32Array.from({ length: 12 * width }, () => rng.normal())
    for (const matrix of [plain, toInt8Rows(plain, width)] as RowMatrix[])
      for (const count of [0, 1, 4, 7, 12]) {
        const lines = Array.from({ length: count }, () => ({ row: rng.integer(12), factor: rng.normal() }))
        const columns = Int32Array.from({ length: 60 }, () => rng.integer(width))
        const whole = new Float64Array(width)
        for (const line of lines) addRow(whole, matrix, line)
        const expected = Float64Array.from(columns, (column) => whole[column]!)
        assert.deepEqual(sumElements(matrix, lines, { columns, width }), expected)
      }
  }
})

test('no columns give no sums', () => {
  const matrix = Float32Array.of(1, 2)
  const columns = new Int32Array(0)
  assert.equal(sumElements(matrix, [{ row: 0, factor: 1 }], { columns, width: 2 }).length, 0)
})

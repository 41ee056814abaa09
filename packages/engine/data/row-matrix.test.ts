import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addRow, elementAt, toFloat32, toInt8Rows } from './row-matrix.ts'

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => ({ rows, columns, values: Float32Array.from(values) })),
  )

test('an element in 8 bits is within half a step of its row', () => {
  fc.assert(
    fc.property(matrix, ({ rows, columns, values }) => {
      const small = toInt8Rows(values, columns)
      const again = toFloat32(small)
      for (let i = 0; i < rows; i++) {
        const row = values.subarray(i * columns, (i + 1) * columns)
        const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        row.forEach((value, j) => {
          assert.ok(Math.abs(again[i * columns + j]! - value) <= (largest / 254) * 1.0001 + 1e-40)
          assert.equal(Math.fround(elementAt(small, columns, { row: i, column: j })), again[i * columns + j])
        })
      }
    }),
    { seed: 31, numRuns: 100 },
  )
})

test('a row is added in either precision', () => {
  const values = Float32Array.of(1, 2, 127, -64, 0, 127)
  for (const rows of [values, toInt8Rows(values, 3)]) {
    const sums = Float64Array.of(1, 1, 1)
    addRow(sums, rows, { row: 1, factor: 2 })
    assert.deepEqual(sums, Float64Array.of(-127, 1, 255))
  }
})

test('what has no rows or no scale is named', () => {
  assert.throws(() => toInt8Rows(new Float32Array(5), 2), /5 values are not rows of 2/)
  assert.throws(() => toInt8Rows(Float32Array.of(0, 1, Number.NaN, 1), 2), /row 1 is not finite/)
})

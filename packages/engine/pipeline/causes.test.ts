import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CauseSums, largestOf } from './causes.ts'

const contributions = fc.array(
  fc.integer({ min: -9, max: 9 }).filter((value) => value !== 0),
  { maxLength: 20 },
)
const rowByRow = (values: readonly number[]) => ({ rows: values.map((_, row) => row), values })

test('the largest is always told, then those furthest from 0, and the rest is summed up', () => {
  fc.assert(
    fc.property(contributions, fc.integer({ min: 1, max: 8 }), (values, most) => {
      const { contributions: told, others } = largestOf(rowByRow(values), most)
      assert.equal(told.length, Math.min(most, values.length))
      assert.equal(told[0]?.contribution, values.length === 0 ? undefined : Math.max(...values))
      const rows = new Set(told.map(({ row }) => row))
      const left = values.filter((_, row) => !rows.has(row))
      assert.equal(others, left.reduce((sum, value) => sum + value, 0) + 0)
      const nearest = Math.min(...told.slice(1).map(({ contribution }) => Math.abs(contribution)))
      if (most > 1 && told.length === most && told[0]!.contribution >= 0)
        assert.ok(left.every((value) => Math.abs(value) <= Math.max(nearest, told[0]!.contribution)))
      assert.deepEqual(
        told,
        told.toSorted((a, b) => b.contribution - a.contribution || a.row - b.row),
      )
    }),
    { seed: 2, numRuns: 300 },
  )
})

test('-1, 5, -4, 3: of two causes 5 and -4 are told, and 2 is left', () => {
  const { contributions: told, others } = largestOf(rowByRow([-1, 5, -4, 3]), 2)
  assert.deepEqual(told, [
    { row: 1, contribution: 5 },
    { row: 2, contribution: -4 },
  ])
  assert.equal(others, 2)
})

test('sums of two models for one item are one cause, what is 0 is none, and the next candidate starts at 0', () => {
  const sums = new CauseSums(Int32Array.from([7, 3, 5]))
  sums.add(sums.place(7), 2)
  sums.add(sums.place(7), -2)
  sums.add(sums.place(3), 1)
  sums.add(sums.place(3), 2)
  sums.add(sums.place(99), 8)
  assert.deepEqual(sums.take(9).contributions, [{ row: 3, contribution: 3 }])
  assert.deepEqual(sums.take(9), { contributions: [], others: 0 })
})

test('a thousand causes after a few are told as well, and few after a thousand', () => {
  const values = Array.from({ length: 1000 }, (_, k) => k + 1)
  assert.equal(largestOf(rowByRow([2, 1]), 1).contributions[0]!.row, 0)
  assert.equal(largestOf(rowByRow(values), 5).contributions[0]!.row, 999)
  assert.deepEqual(largestOf(rowByRow([2, 1]), 1), { contributions: [{ row: 0, contribution: 2 }], others: 1 })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { binColumns, binOf, fitBins } from './bins.ts'

const column = (values: number[]) => ({
  features: ['x'],
  values: Float32Array.from(values),
  labels: new Float32Array(values.length),
})

test('few distinct values get a bin each, missing ones bin 0', () => {
  const { edges, first } = fitBins(column([5, 1, Number.NaN, 3, 3, 1]), 255)
  assert.deepEqual(Array.from(edges[0]!), [2, 4])
  assert.deepEqual(Array.from(first), [0, 4])
  assert.deepEqual(
    [Number.NaN, -9, 2, 2.5, 99].map((x) => binOf(edges[0]!, x)),
    [0, 1, 1, 2, 3],
  )
})

test('many values are cut into bins of about equal size, however skewed', () => {
  const rng = derive('skewed')
  const values = Array.from({ length: 20_000 }, () => (rng.uniform() < 0.5 ? 0 : rng.uniform() ** 9))
  const examples = column(values)
  const bins = fitBins(examples, 64)
  const counts = new Float64Array(66)
  for (const bin of binColumns(examples, bins)[0]!) counts[bin]!++
  assert.equal(bins.edges[0]!.length, 63)
  assert.ok(counts[1]! >= 10_000 * 0.95, 'the zeros share a bin')
  for (let bin = 2; bin <= 64; bin++) assert.ok(counts[bin]! > 100 && counts[bin]! < 220, `bin ${bin}: ${counts[bin]}`)
})

test('a column of nothing but missing values has one empty bin', () => {
  const { edges, first } = fitBins(column([Number.NaN, Number.NaN]), 255)
  assert.equal(edges[0]!.length, 0)
  assert.deepEqual(Array.from(first), [0, 2])
})

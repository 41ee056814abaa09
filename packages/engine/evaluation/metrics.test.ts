import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listMetrics } from './metrics.ts'

const of = (list: number[], targets: number[], k: number) =>
  listMetrics(Int32Array.from(list), Int32Array.from(targets), [k])[0]!
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} against ${expected}`)

test('a worked example: hits at ranks 2 and 4 of 5, three targets', () => {
  const { recall, ndcg, mrr, hr, map } = of([7, 1, 8, 2, 9], [1, 2, 3], 5)
  near(recall, 2 / 3)
  near(ndcg, (1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3) + 1 / 2))
  near(mrr, 1 / 2)
  near(hr, 1)
  near(map, (1 / 2 + 2 / 4) / 3)
})

test('only the first k ranks count, recall divides by all targets and not by k', () => {
  const { recall, ndcg, mrr, hr, map } = of([1, 2, 3], [1, 2, 3, 4], 2)
  assert.deepEqual([recall, ndcg, mrr, hr, map], [0.5, 1, 1, 1, 1])
  assert.ok(Object.values(of([9, 1], [1], 1)).every((value) => value === 0))
})

test('unknown targets are misses that still count', () => {
  assert.equal(of([1, 2], [1, -1, -1, -1], 2).recall, 0.25)
  assert.equal(of([-1], [-1], 1).hr, 0)
})

test('no targets are an error, not a zero', () => {
  assert.throws(() => of([1], [], 1), /no targets/)
})

test('every metric lies in 0..1 and does not fall with a longer list, NDCG and MAP apart', () => {
  const rows = fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(rows, rows, fc.integer({ min: 1, max: 20 }), (list, targets, k) => {
      const [short, long] = listMetrics(Int32Array.from(list), Int32Array.from(targets), [k, k + 3]) as [
        ReturnType<typeof of>,
        ReturnType<typeof of>,
      ]
      for (const value of [...Object.values(short), ...Object.values(long)]) assert.ok(value >= 0 && value <= 1 + 1e-12)
      for (const name of ['recall', 'mrr', 'hr'] as const) assert.ok(long[name] >= short[name])
    }),
    { seed: 9, numRuns: 200 },
  )
})

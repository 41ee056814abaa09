// The chances that the rerank counts over its sets of draws, against the exact ones of the posteriors by quadrature.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactPropensities } from '../bandits/exact-propensities.ts'
import { thompson } from '../pipeline/rerank/thompson.ts'
import { listContext, rankedOf } from './list-scene.ts'

test('the mean over seeds of the chances to be first is that of the posteriors themselves', () => {
  const posteriors = {
    alpha: Float64Array.of(188, 150, 40, 1.5, 12, 0.4),
    beta: Float64Array.of(12_500, 9000, 3000, 90, 700, 20),
  }
  const rows = 6
  const items = Array.from({ length: rows }, () => ({}))
  const ranked = rankedOf(new Float64Array(rows))
  const state = { engagement: { posteriors: () => posteriors } }
  const sums = new Float64Array(rows)
  const squares = new Float64Array(rows)
  const seeds = 1500
  for (let seed = 0; seed < seeds; seed++) {
    const draw = thompson({ share: 1 }).begin(listContext({ items, request: { seed }, state }), ranked)!
    draw.chances(ranked.rows).forEach((chance, row) => {
      sums[row]! += chance
      squares[row]! += chance * chance
    })
  }
  for (let row = 0; row < rows; row++) {
    const exact = exactPropensities(posteriors, Int32Array.of(row)).prefix[0]!
    const mean = sums[row]! / seeds
    const error = Math.sqrt((squares[row]! / seeds - mean * mean) / seeds)
    assert.ok(Math.abs(mean - exact) < 4 * error + 2e-4, `row ${row}: ${mean} ± ${error} against ${exact}`)
  }
})

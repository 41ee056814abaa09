import assert from 'node:assert/strict'
import test from 'node:test'
import { derive } from '../random/random.ts'
import { serialPool } from './pool.ts'
import { parallelTallGram, tallGramBytes } from './tall-gram.ts'

test('the Gram matrix of many rows equals plain sums, in one part and in several', async () => {
  for (const rows of [0, 1, 100, 8192, 20_000]) {
    const columns = 8
    const pool = serialPool(4 * columns * rows + 64 + tallGramBytes({ rows, columns }))
    const a = pool.arena.matrix(rows, columns)
    const rng = derive('tall', rows)
    for (let k = 0; k < a.values.length; k++) a.values[k] = rng.uniform() - 0.3
    const gram = await parallelTallGram(pool, a)
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++) {
        let sum = 0
        for (let row = 0; row < rows; row++) sum += a.values[row * columns + i]! * a.values[row * columns + j]!
        assert.ok(Math.abs(gram[i * columns + j]! - sum) <= 1e-5 * Math.max(1, Math.abs(sum)))
      }
  }
})

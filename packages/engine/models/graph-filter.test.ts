import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildInteractions, readersPerItem } from '../data/interactions.ts'
import { symmetricEigen } from '../kernels/symmetric-eigen.ts'
import { derive } from '../random/random.ts'
import { graphFilter } from './graph-filter.ts'
import { onThisThread } from './model.ts'
import { elementOf } from './sparse-rows.ts'

const context = { rng: derive('graph-filter'), withPool: onThisThread }

async function randomWorld(items = 22) {
  const rng = derive('graph-filter', 'world')
  const events = Array.from({ length: 400 }, (_, at) => ({
    reader: `r${rng.integer(70)}`,
    item: `i${Math.floor(items * rng.uniform() ** 2)}`,
    at,
    weight: 1 + rng.integer(3),
  }))
  return buildInteractions(() => events)
}

test('the filter is its formula on the dense graph, the largest of each row kept', async () => {
  const interactions = await randomWorld()
  const n = interactions.itemIds.size
  const degree = readersPerItem(interactions)
  const p = new Float64Array(n * n)
  for (let r = 0; r + 1 < interactions.indptr.length; r++) {
    const row = interactions.items.subarray(interactions.indptr[r]!, interactions.indptr[r + 1]!)
    for (const i of row) for (const j of row) p[i * n + j]! += 1 / (row.length * Math.sqrt(degree[i]! * degree[j]!))
  }
  const { values, vectors } = symmetricEigen(p, n)
  for (const [embeddingSize, lowPass, ceiling, neighbours] of [
    [12, 0.3, 1, 100],
    [12, 0.3, 0.2, 4],
    [15, 0, 0.3, 100],
    [99, 1, 0.1, 7],
  ] as const) {
    const model = await graphFilter.train(interactions, { embeddingSize, lowPass, ceiling, neighbours }, context)
    const w = (i: number, j: number) => {
      let sum = p[i * n + j]!
      for (let k = 0; k < Math.min(embeddingSize, n); k++) {
        const both = vectors[k * n + i]! * vectors[k * n + j]!
        const cut = Math.min(values[k]!, ceiling) - values[k]!
        sum += both * (cut + lowPass * Math.sqrt(degree[j]! / degree[i]!))
      }
      return sum
    }
    for (let i = 0; i < n; i++) {
      const row = Array.from({ length: n }, (_, j) => (i === j ? Number.NEGATIVE_INFINITY : w(i, j)))
      const least = [...row].sort((a, b) => b - a)[Math.min(neighbours, n - 1) - 1]!
      row.forEach((value, j) => {
        if (i === j || Math.abs(value - least) < 1e-5) return // a near tie at the border may fall either way
        const expected = value > least ? value : 0
        const found = elementOf(model.weights, i, j)
        assert.ok(Math.abs(found - expected) < 1e-5, `W[${i}, ${j}] is ${found}, expected ${expected}`)
      })
    }
  }
})

test('a ceiling takes most from the most popular item', async () => {
  const interactions = await randomWorld()
  const degree = readersPerItem(interactions)
  const popular = degree.indexOf(Math.max(...degree))
  const options = { embeddingSize: 1, lowPass: 0, neighbours: 100 }
  const before = await graphFilter.train(interactions, { ...options, ceiling: 1 }, context)
  const after = await graphFilter.train(interactions, { ...options, ceiling: 0.3 }, context)
  const taken = (i: number, j: number) => elementOf(before.weights, i, j) - elementOf(after.weights, i, j)
  for (let i = 0; i < degree.length; i++)
    for (let j = 0; j < degree.length; j++)
      if (i !== popular && i !== j) assert.ok(taken(i, popular) > 0 && taken(i, popular) >= taken(i, j) - 1e-6)
})

test('options that cannot be are refused by name, a cancelled training stops, nothing read is no trouble', async () => {
  const world = await randomWorld()
  const train = (change: object, more: object = {}) =>
    graphFilter.train(world, { ...graphFilter.defaults, ...change }, { ...context, ...more })
  await assert.rejects(train({ embeddingSize: 0 }), /embeddingSize is 0/)
  await assert.rejects(train({ neighbours: 2.5 }), /neighbours is 2.5/)
  await assert.rejects(train({ lowPass: -1 }), /lowPass is -1/)
  await assert.rejects(train({ ceiling: Number.NaN }), /ceiling is NaN/)
  await assert.rejects(train({}, { signal: { aborted: true, reason: new Error('shut down') } }), /shut down/)
  const nothing = await graphFilter.train(await buildInteractions(() => []), graphFilter.defaults, context)
  assert.equal(nothing.items.size, 0)
})

test('another seed gives the same filter: it only starts the search for eigenvectors', async () => {
  const interactions = await randomWorld(60)
  const config = { ...graphFilter.defaults, embeddingSize: 6, neighbours: 60 }
  const first = await graphFilter.train(interactions, config, context)
  const second = await graphFilter.train(interactions, config, { ...context, rng: derive('another') })
  for (let i = 0; i < 20; i++)
    for (let j = 0; j < 20; j++)
      assert.ok(Math.abs(elementOf(first.weights, i, j) - elementOf(second.weights, i, j)) < 2e-3)
})

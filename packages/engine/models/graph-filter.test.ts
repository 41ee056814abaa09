import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import { buildInteractions, readersPerItem } from '../data/interactions.ts'
import { symmetricEigen } from '../kernels/symmetric-eigen.ts'
import { derive } from '../random/random.ts'
import { graphFilter } from './graph-filter.ts'
import { onThisThread } from './model.ts'

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

test('the filter is its formula on the dense graph', async () => {
  const interactions = await randomWorld()
  const n = interactions.itemIds.size
  const degree = readersPerItem(interactions)
  const p = new Float64Array(n * n)
  for (let r = 0; r + 1 < interactions.indptr.length; r++) {
    const row = interactions.items.subarray(interactions.indptr[r]!, interactions.indptr[r + 1]!)
    for (const i of row) for (const j of row) p[i * n + j]! += 1 / (row.length * Math.sqrt(degree[i]! * degree[j]!))
  }
  const { values, vectors } = symmetricEigen(p, n)
  const left = (x: number, t: number) => 1 - t * x + (t * x) ** 2 / 2 - (t * x) ** 3 / 6 + (t * x) ** 4 / 24
  for (const [embeddingSize, lowPass, sharpening, neighbours] of [
    [12, 0.3, 0, 100],
    [12, 0.3, 2.5, 4],
    [15, 0, 1, 100],
    [99, 1, 3, 7],
  ] as const) {
    const model = await graphFilter.train(interactions, { embeddingSize, lowPass, sharpening, neighbours }, context)
    const leading = Math.min(embeddingSize, n)
    /** s(P), by all eigenvectors. */
    const s = (i: number, j: number) => {
      let sum = 0
      for (let k = 0; k < n; k++) sum += vectors[k * n + i]! * vectors[k * n + j]! * left(values[k]!, sharpening)
      return sum
    }
    const ideal = (i: number, j: number) => {
      let sum = 0
      for (let k = 0; k < leading; k++) sum += vectors[k * n + i]! * vectors[k * n + j]!
      return sum * Math.sqrt(degree[j]! / degree[i]!)
    }
    for (let i = 0; i < n; i++) {
      const row = Array.from({ length: n }, (_, j) => (i === j ? Number.NEGATIVE_INFINITY : p[i * n + j]!))
      const least = [...row].sort((a, b) => b - a)[Math.min(neighbours, n - 1) - 1]!
      const scores = model.score(historyOf([{ row: i, at: 0 }]))
      for (let j = 0; j < n; j++) {
        if (Math.abs(row[j]! - least) < 1e-9 && neighbours < n) continue // a tie at the border may fall either way
        let expected = row[j]! >= least ? row[j]! : 0
        for (let k = 0; k < leading; k++)
          expected += vectors[k * n + i]! * vectors[k * n + j]! * values[k]! * (left(values[k]!, sharpening) - 1)
        for (let l = 0; l < n; l++) expected += lowPass * ideal(i, l) * s(l, j)
        assert.ok(Math.abs(scores[j]! - expected) < 2e-5, `W[${i}, ${j}] is ${scores[j]}, expected ${expected}`)
      }
    }
  }
})

test('sharpening takes most from the item that everybody reads', async () => {
  const interactions = await randomWorld()
  const degree = readersPerItem(interactions)
  const popular = degree.indexOf(Math.max(...degree))
  const options = { embeddingSize: 1, lowPass: 0, neighbours: 100 }
  const before = await graphFilter.train(interactions, { ...options, sharpening: 0 }, context)
  const after = await graphFilter.train(interactions, { ...options, sharpening: 2 }, context)
  for (let i = 0; i < degree.length; i++) {
    const history = historyOf([{ row: i, at: 0 }])
    const [old, now] = [before.score(history), after.score(history)]
    const taken = old.map((score, j) => score - now[j]!)
    assert.ok(taken[popular]! > 0 && taken.every((amount) => amount <= taken[popular]! + 1e-6))
  }
})

test('options that cannot be are refused by name, a cancelled training stops, nothing read is no trouble', async () => {
  const world = await randomWorld()
  const train = (change: object, more: object = {}) =>
    graphFilter.train(world, { ...graphFilter.defaults, ...change }, { ...context, ...more })
  await assert.rejects(train({ embeddingSize: 0 }), /embeddingSize is 0/)
  await assert.rejects(train({ neighbours: 2.5 }), /neighbours is 2.5/)
  await assert.rejects(train({ lowPass: -1 }), /lowPass is -1/)
  await assert.rejects(train({ sharpening: Number.NaN }), /sharpening is NaN/)
  await assert.rejects(train({ sharpening: 4 }), /sharpening is 4/)
  await assert.rejects(train({}, { signal: { aborted: true, reason: new Error('shut down') } }), /shut down/)
  const nothing = await graphFilter.train(await buildInteractions(() => []), graphFilter.defaults, context)
  assert.equal(nothing.items.size, 0)
})

test('another seed gives the same filter: it only starts the search for eigenvectors', async () => {
  const interactions = await randomWorld(60)
  const config = { ...graphFilter.defaults, embeddingSize: 6, neighbours: 60 }
  const first = await graphFilter.train(interactions, config, context)
  const second = await graphFilter.train(interactions, config, { ...context, rng: derive('another') })
  for (let i = 0; i < 20; i++) {
    const history = historyOf([{ row: i, at: 0 }])
    const [one, other] = [first.score(history), second.score(history)]
    one.forEach((score, j) => {
      assert.ok(Math.abs(score - other[j]!) < 2e-3)
    })
  }
})

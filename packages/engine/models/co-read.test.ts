import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildInteractions, type Interactions, readerHistory } from '../data/interactions.ts'
import { derive } from '../random/random.ts'
import { itemKnn } from './item-knn.ts'
import { onThisThread } from './model.ts'
import { pureSvd } from './pure-svd.ts'
import { rp3beta } from './rp3beta.ts'
import { elementOf, type SparseRows } from './sparse-rows.ts'

const context = { rng: derive('co-read'), withPool: onThisThread }

async function randomWorld(readers = 60, items = 25) {
  const rng = derive('co-read', 'world')
  const events = Array.from({ length: 400 }, (_, at) => ({
    reader: `r${rng.integer(readers)}`,
    item: `i${Math.floor(items * rng.uniform() ** 2)}`,
    at,
    weight: 1 + rng.integer(3),
  }))
  return buildInteractions(() => events)
}

/** The matrix readers x items, dense; `value` may replace the weights. */
function dense(interactions: Interactions, value = (weight: number) => weight): number[][] {
  return Array.from(interactions.readerIds.ids, (_, reader) => {
    const row = new Array<number>(interactions.itemIds.size).fill(0)
    const { items, weights } = readerHistory(interactions, reader)
    items.forEach((item, k) => {
      row[item] = value(weights[k]!)
    })
    return row
  })
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const column = (x: number[][], j: number) => x.map((row) => row[j]!)
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, k) => value * b[k]!))

/** The k largest positive of a list, ties by lower place. */
function largest(values: readonly number[], k: number): Set<number> {
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b)
  return new Set(order.filter((at) => values[at]! > 0).slice(0, k))
}

function assertMatrix(weights: SparseRows, expected: (i: number, j: number) => number): void {
  const n = weights.indptr.length - 1
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const [found, wanted] = [elementOf(weights, i, j), expected(i, j)]
      assert.ok(Math.abs(found - wanted) <= 1e-6 * Math.abs(wanted), `W[${i}, ${j}] is ${found}, expected ${wanted}`)
    }
}

test('item-knn is the cosine with shrinkage of the columns, k kept per item that is scored', async () => {
  const interactions = await randomWorld()
  for (const [neighbours, shrinkage] of [
    [3, 0],
    [5, 10],
    [100, 2],
  ] as const) {
    const model = await itemKnn.train(interactions, { neighbours, shrinkage, weighting: 'plain' }, context)
    const x = dense(interactions)
    const n = interactions.itemIds.size
    const norm = (j: number) => Math.sqrt(dot(column(x, j), column(x, j)))
    const s = (i: number, j: number) =>
      i === j ? 0 : dot(column(x, i), column(x, j)) / (norm(i) * norm(j) + shrinkage)
    const kept = Array.from({ length: n }, (_, j) =>
      largest(
        Array.from({ length: n }, (_, i) => s(i, j)),
        neighbours,
      ),
    )
    assertMatrix(model.weights, (i, j) => (kept[j]!.has(i) ? s(i, j) : 0))
  }
})

test('tfidf and bm25 are the cosine of their published weights', async () => {
  const interactions = await randomWorld()
  const x = dense(interactions)
  const items = interactions.itemIds.size
  const perReader = x.map((row) => row.filter((value) => value > 0).length)
  const perItem = Array.from({ length: items }, (_, j) => column(x, j).filter((value) => value > 0).length)
  const mean = sum(perItem) / items
  const weighted = {
    tfidf: (value: number, r: number) => Math.sqrt(value) * Math.log((1 + items) / (1 + perReader[r]!)),
    bm25: (value: number, r: number, j: number) =>
      (Math.log(1 + (items - perReader[r]! + 0.5) / (perReader[r]! + 0.5)) * value * 2.2) /
      (value + 1.2 * (0.25 + (0.75 * perItem[j]!) / mean)),
  }
  for (const weighting of ['tfidf', 'bm25'] as const) {
    const model = await itemKnn.train(interactions, { neighbours: 100, shrinkage: 1, weighting }, context)
    const w = x.map((row, r) => row.map((value, j) => (value > 0 ? weighted[weighting](value, r, j) : 0)))
    const norm = (j: number) => Math.sqrt(dot(column(w, j), column(w, j)))
    assertMatrix(model.weights, (i, j) => (i === j ? 0 : dot(column(w, i), column(w, j)) / (norm(i) * norm(j) + 1)))
  }
})

test('rp3beta is the walk of three steps on binary data, k kept per item of the history', async () => {
  const interactions = await randomWorld()
  const x = dense(interactions, () => 1)
  const n = interactions.itemIds.size
  const ofReader = x.map((row) => sum(row))
  const ofItem = Array.from({ length: n }, (_, j) => sum(column(x, j)))
  for (const [alpha, beta, neighbours] of [
    [0.8, 0.4, 4],
    [1, 0, 100],
    [0.5, 0.7, 2],
  ] as const) {
    const model = await rp3beta.train(interactions, { alpha, beta, neighbours, gapHalfLifeMs: null }, context)
    const w = (i: number, j: number) =>
      i === j
        ? 0
        : (ofItem[i]! ** -alpha * sum(x.map((row, r) => row[i]! * row[j]! * ofReader[r]! ** -alpha))) /
          ofItem[j]! ** beta
    const kept = Array.from({ length: n }, (_, i) =>
      largest(
        Array.from({ length: n }, (_, j) => w(i, j)),
        neighbours,
      ),
    )
    assertMatrix(model.weights, (i, j) => (kept[i]!.has(j) ? w(i, j) : 0))
  }
})

test('rp3beta with a half-life of the gap counts two reads by the time between them', async () => {
  const read = (reader: string, item: string, at: number) => ({ reader, item, at, weight: 1 })
  const interactions = await buildInteractions(() => [
    read('r', 'a', 0),
    read('r', 'b', 1000),
    read('r', 'c', 3000),
    read('s', 'b', 500),
    read('s', 'c', 500),
  ])
  const { weights } = await rp3beta.train(
    interactions,
    { alpha: 0, beta: 0, neighbours: 9, gapHalfLifeMs: 1000 },
    context,
  )
  const close = (a: string, b: string) => elementOf(weights, interactions.itemIds.row(a), interactions.itemIds.row(b))
  assert.deepEqual([close('a', 'b'), close('a', 'c'), close('b', 'c'), close('c', 'b')], [0.5, 0.125, 1.25, 1.25])
})

test('pure-svd with every vector gives the history back, with fewer the nearest matrix of that rank', async () => {
  const interactions = await randomWorld()
  const x = dense(interactions)
  const error = async (embeddingSize: number) => {
    const model = await pureSvd.train(interactions, { embeddingSize }, context)
    return sum(
      x.map((row, reader) => {
        const scores = model.score(readerHistory(interactions, reader))
        return sum(row.map((value, j) => (value - scores[j]!) ** 2))
      }),
    )
  }
  const errors = [await error(1), await error(5), await error(15), await error(25), await error(500)]
  errors.forEach((value, k) => {
    assert.ok(k === 0 || value < errors[k - 1]! + 1e-6, `${errors}`)
  })
  assert.ok(errors[3]! < 1e-6, `${errors}`)
})

test('options that cannot be are refused by name', async () => {
  const world = await randomWorld()
  const knn = (change: object) => itemKnn.train(world, { ...itemKnn.defaults, ...change }, context)
  await assert.rejects(knn({ neighbours: 0 }), /neighbours is 0/)
  await assert.rejects(knn({ shrinkage: -1 }), /shrinkage is -1/)
  await assert.rejects(knn({ weighting: 'cosine' }), /weighting is "cosine"; known: plain, tfidf, bm25/)
  await assert.rejects(rp3beta.train(world, { ...rp3beta.defaults, alpha: -1 }, context), /alpha is -1/)
  await assert.rejects(rp3beta.train(world, { ...rp3beta.defaults, neighbours: 1.5 }, context), /neighbours is 1.5/)
  await assert.rejects(rp3beta.train(world, { ...rp3beta.defaults, gapHalfLifeMs: 0 }, context), /gapHalfLifeMs is 0/)
  await assert.rejects(pureSvd.train(world, { embeddingSize: 0 }, context), /embeddingSize is 0/)
})

test('training stops when it is cancelled and tells how far it is', async () => {
  const world = await randomWorld()
  const signal = { aborted: true, reason: new Error('shut down') }
  for (const train of [
    () => itemKnn.train(world, itemKnn.defaults, { ...context, signal }),
    () => rp3beta.train(world, rp3beta.defaults, { ...context, signal }),
    () => pureSvd.train(world, pureSvd.defaults, { ...context, signal }),
  ])
    await assert.rejects(train(), /shut down/)
  const stages: string[] = []
  await itemKnn.train(world, itemKnn.defaults, {
    ...context,
    onProgress: ({ stage, done, total }) => void stages.push(`${stage} ${done}/${total}`),
  })
  assert.deepEqual(stages, ['neighbours 0/25'])
})

test('no interactions at all make a model that scores nothing', async () => {
  const nothing = await buildInteractions(() => [])
  assert.equal((await itemKnn.train(nothing, itemKnn.defaults, context)).items.size, 0)
  assert.equal((await rp3beta.train(nothing, rp3beta.defaults, context)).items.size, 0)
  assert.equal((await pureSvd.train(nothing, pureSvd.defaults, context)).items.size, 0)
})

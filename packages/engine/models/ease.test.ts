import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import { buildInteractions, readerHistory } from '../data/interactions.ts'
import { derive } from '../random/random.ts'
import { ease } from './ease.ts'
import { onThisThread } from './model.ts'

const context = { rng: derive('ease'), withPool: onThisThread }

async function randomWorld(readers = 40, items = 15) {
  const rng = derive('ease', 'world')
  const events = Array.from({ length: 260 }, (_, at) => ({
    reader: `r${rng.integer(readers)}`,
    item: `i${rng.integer(items)}`,
    at,
    weight: 1 + rng.integer(3),
  }))
  return buildInteractions(() => events)
}

test('scores match the dense formula X B with B = I - P diag(1/P)', async () => {
  const interactions = await randomWorld()
  const n = interactions.itemIds.size
  const model = await ease.train(interactions, { ...ease.defaults, reg: 5 }, context)
  const dense = Array.from(interactions.readerIds.ids, (_, reader) => {
    const row = new Array<number>(n).fill(0)
    const { items, weights } = readerHistory(interactions, reader)
    items.forEach((item, k) => {
      row[item] = weights[k]!
    })
    return row
  })
  const gram = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) gram[i * n + j] = dense.reduce((sum, row) => sum + row[i]! * row[j]!, i === j ? 5 : 0)
  const inverse = plainInverse(gram, n)
  dense.forEach((row, reader) => {
    const scores = model.score(readerHistory(interactions, reader))
    for (let j = 0; j < n; j++) {
      let expected = 0
      for (let i = 0; i < n; i++) if (i !== j) expected -= (row[i]! * inverse[i * n + j]!) / inverse[j * n + j]!
      assert.ok(Math.abs(scores[j]! - expected) < 1e-4, `${scores[j]} against ${expected}`)
    }
  })
})

test('a cap on items keeps those with the most readers', async () => {
  const interactions = await randomWorld()
  const model = await ease.train(interactions, { ...ease.defaults, maxItems: 4 }, context)
  const readers = interactions.itemIds.ids.map((_, row) => interactions.items.filter((item) => item === row).length)
  const fourth = [...readers].sort((a, b) => b - a)[3]!
  assert.equal(model.items.size, 4)
  for (const id of model.items.ids) assert.ok(readers[interactions.itemIds.row(id)]! >= fourth)
})

test('too many items for the memory allowed is refused with the numbers, before any is taken', async () => {
  const ids = Array.from({ length: 26_350 }, (_, k) => ({ reader: 'r', item: `i${k}`, at: k, weight: 1 }))
  const interactions = await buildInteractions(() => ids)
  await assert.rejects(ease.train(interactions, { ...ease.defaults, maxItems: 100_000 }, context), {
    message: 'EASE on 26,350 items needs 2.8 GB; 1.0 GB allowed: raise memoryBytes or lower maxItems',
  })
})

test('training stops when it is cancelled', async () => {
  const interactions = await randomWorld()
  const signal = { aborted: true, reason: new Error('shut down') }
  await assert.rejects(ease.train(interactions, ease.defaults, { ...context, signal }), /shut down/)
})

test('progress is told for each stage, ending with the inverse', async () => {
  const stages: string[] = []
  const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
    stages.push(`${stage} ${done}/${total}`)
  }
  await ease.train(await randomWorld(), ease.defaults, { ...context, onProgress })
  assert.deepEqual(stages.slice(0, 2), ['gram 0/40', 'inverse 0/1'])
  assert.equal(stages.at(-1), 'inverse 1/1')
})

test('a stronger interest weighs more', async () => {
  const model = await ease.train(await randomWorld(), ease.defaults, context)
  const weak = model.score(historyOf([{ row: 0, at: 1 }]))
  const strong = model.score(historyOf([{ row: 0, at: 1, weight: 2 }]))
  weak.forEach((score, row) => {
    assert.ok(Math.abs(strong[row]! - 2 * score) < 1e-6)
  })
})

test('a penalty that is not positive is refused by name', async () => {
  await assert.rejects(ease.train(await randomWorld(), { ...ease.defaults, reg: 0 }, context), /reg is 0/)
})

test('a penalty too small for single precision is an error that says what to do', async () => {
  const twins = ['a', 'b'].flatMap((reader) =>
    ['v', 'w', 'x', 'y', 'z'].map((item) => ({ reader, item, at: 0, weight: 777.7 })),
  )
  const interactions = await buildInteractions(() => twins)
  await assert.rejects(ease.train(interactions, { ...ease.defaults, reg: 1e-9 }, context), /raise reg/)
})

/** Gauss-Jordan in float64: the inverse by another way than the kernels'. */
function plainInverse(matrix: Float64Array, n: number): Float64Array {
  const left = matrix.slice()
  const right = new Float64Array(n * n)
  for (let i = 0; i < n; i++) right[i * n + i] = 1
  for (let pivot = 0; pivot < n; pivot++) {
    const scale = 1 / left[pivot * n + pivot]!
    for (let j = 0; j < n; j++) {
      left[pivot * n + j]! *= scale
      right[pivot * n + j]! *= scale
    }
    for (let i = 0; i < n; i++) {
      const factor = left[i * n + pivot]!
      if (i === pivot || factor === 0) continue
      for (let j = 0; j < n; j++) {
        left[i * n + j]! -= factor * left[pivot * n + j]!
        right[i * n + j]! -= factor * right[pivot * n + j]!
      }
    }
  }
  return right
}

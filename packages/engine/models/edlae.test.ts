import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildInteractions, readerHistory } from '../data/interactions.ts'
import { toFloat32 } from '../data/row-matrix.ts'
import { derive } from '../random/random.ts'
import { ease } from './ease.ts'
import { edlae } from './edlae.ts'
import { onThisThread } from './model.ts'

const context = { rng: derive('edlae'), withPool: onThisThread }

async function randomWorld() {
  const rng = derive('edlae', 'world')
  const events = Array.from({ length: 300 }, (_, at) => ({
    reader: `r${rng.integer(40)}`,
    item: `i${Math.floor(14 * rng.uniform() ** 2)}`,
    at,
    weight: 1 + rng.integer(2),
  }))
  return buildInteractions(() => events)
}

test('each column solves the ridge regression of its item on the others, dropout being a penalty on the diagonal', async () => {
  const interactions = await randomWorld()
  const n = interactions.itemIds.size
  const [reg, dropout] = [3, 0.4]
  const weights = toFloat32((await edlae.train(interactions, { ...edlae.defaults, reg, dropout }, context)).weights)
  const gram = new Float64Array(n * n)
  for (let reader = 0; reader < interactions.readerIds.size; reader++) {
    const { items, weights: w } = readerHistory(interactions, reader)
    items.forEach((i, a) => {
      items.forEach((j, b) => {
        gram[i * n + j]! += w[a]! * w[b]!
      })
    })
  }
  // The gradient of |x_j - X b|^2 + sum of penalty_i b_i^2 vanishes for every i but j.
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) {
      if (i === j) {
        assert.equal(weights[j * n + j], 0)
        continue
      }
      let gradient = -gram[i * n + j]! + (reg + (dropout / (1 - dropout)) * gram[i * n + i]!) * weights[i * n + j]!
      for (let k = 0; k < n; k++) gradient += gram[i * n + k]! * weights[k * n + j]!
      assert.ok(Math.abs(gradient) < 1e-3, `gradient ${gradient} at ${i}, ${j}`)
    }
})

test('without dropout it is EASE', async () => {
  const interactions = await randomWorld()
  const options = { reg: 7, maxItems: 10, memoryBytes: 1e6 }
  const plain = await ease.train(interactions, options, context)
  const model = await edlae.train(interactions, { ...options, dropout: 0 }, context)
  assert.deepEqual(model.weights, plain.weights)
  assert.deepEqual(model.items.ids, plain.items.ids)
})

test('options that cannot be are refused by name', async () => {
  const world = await randomWorld()
  const train = (change: object) => edlae.train(world, { ...edlae.defaults, ...change }, context)
  await assert.rejects(train({ dropout: 1 }), /dropout is 1/)
  await assert.rejects(train({ reg: 0 }), /edlae: reg is 0/)
  await assert.rejects(train({ maxItems: 0 }), /edlae: maxItems is 0/)
  await assert.rejects(train({ memoryBytes: 4 }), /EDLAE on 14 items needs 0.0 GB/)
})

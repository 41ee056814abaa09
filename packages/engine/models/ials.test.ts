import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { buildInteractions, type Interactions, readerHistory } from '../data/interactions.ts'
import type { KernelPool } from '../kernels/kernels.ts'
import { serialPool } from '../kernels/kernels.ts'
import { derive } from '../random/random.ts'
import { type Ials, type IalsConfig, ials, ialsBytes } from './ials.ts'
import { onThisThread, type TrainContext } from './model.ts'

const context = (): TrainContext => ({ rng: derive('ials'), withPool: onThisThread })
const small: IalsConfig = { ...ials.defaults, embeddingSize: 12, epochs: 4, reg: 0.02, blockSize: 12 }

async function randomWorld(): Promise<Interactions> {
  const rng = derive('ials', 'world')
  const events = Array.from({ length: 400 }, (_, at) => ({
    reader: `r${Math.floor(rng.uniform() ** 2 * 40)}`,
    item: `i${Math.floor(rng.uniform() ** 2 * 25)}`,
    at,
    weight: 1 + rng.integer(3),
  }))
  return buildInteractions(() => events)
}

/** The objective of arXiv 2110.14037 as it stands there, a0 over all pairs. */
function objective(
  world: Interactions,
  config: IalsConfig,
  { w, h }: { w: Float64Array[]; h: Float64Array[] },
): number {
  const { unobservedWeight: a0, reg, regExponent: nu } = config
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, j) => sum + value * b[j]!, 0)
  let loss = 0
  const readers = new Float64Array(h.length)
  w.forEach((reader, u) => {
    const { items, weights } = readerHistory(world, u)
    items.forEach((item, k) => {
      readers[item]!++
      loss += weights[k]! * (dot(reader, h[item]!) - 1) ** 2
    })
    for (const item of h) loss += a0 * dot(reader, item) ** 2
    loss += reg * (items.length + a0 * h.length) ** nu * dot(reader, reader)
  })
  h.forEach((item, i) => {
    loss += reg * (readers[i]! + a0 * w.length) ** nu * dot(item, item)
  })
  return loss
}

function vectors(world: Interactions, model: Ials): { w: Float64Array[]; h: Float64Array[] } {
  const d = model.config.embeddingSize
  return {
    w: world.readerIds.ids.map((_, reader) => model.foldIn(readerHistory(world, reader))),
    h: world.itemIds.ids.map((_, row) => Float64Array.from(model.factors.subarray(row * d, row * d + d))),
  }
}

test('each epoch lowers the objective, with exact solves and with blocks, with and without growing penalties', async () => {
  const world = await randomWorld()
  for (const change of [{}, { blockSize: 8 }, { regExponent: 0 }, { regExponent: 0.5, blockSize: 8 }]) {
    const losses: number[] = []
    for (const epochs of [1, 2, 3, 5, 8]) {
      const config = { ...small, ...change, epochs }
      losses.push(objective(world, config, vectors(world, await ials.train(world, config, context()))))
    }
    for (let k = 1; k < losses.length; k++)
      assert.ok(losses[k]! < losses[k - 1]!, `${JSON.stringify(change)} ${losses}`)
  }
})

test('a folded-in reader is the minimum of the objective: every other vector near it is worse', async () => {
  const world = await randomWorld()
  for (const regExponent of [1, 0.5]) {
    const config = { ...small, regExponent }
    const { w, h } = vectors(world, await ials.train(world, config, context()))
    const best = objective(world, config, { w, h })
    for (const reader of [0, 7])
      for (let j = 0; j < config.embeddingSize; j++)
        for (const step of [-1e-3, 1e-3]) {
          const moved = w.map((vector, u) => (u === reader ? vector.map((x, at) => (at === j ? x + step : x)) : vector))
          assert.ok(objective(world, config, { w: moved, h }) > best)
        }
  }
})

test('blocks and exact solves come to the same scores', async () => {
  const world = await randomWorld()
  const exact = await ials.train(world, { ...small, epochs: 200 }, context())
  const blocks = await ials.train(world, { ...small, epochs: 200, blockSize: 8 }, context())
  for (const reader of [0, 3, 9]) {
    const history = readerHistory(world, reader)
    const [left, right] = [exact.score(history), blocks.score(history)]
    assert.ok(left.every((score, row) => Math.abs(score - right[row]!) < 0.02))
  }
})

test('scores of some rows are those of all rows, bit for bit', async () => {
  const world = await randomWorld()
  const model = await ials.train(world, { ...small, embeddingSize: 10 }, context())
  const history = readerHistory(world, 2)
  const all = model.score(history)
  const rows = Int32Array.of(5, 0, 11, 5)
  assert.deepEqual(
    model.scoreRows(history, rows),
    Float32Array.from(rows, (row) => all[row]!),
  )
})

test('an empty history scores nothing', async () => {
  const model = await ials.train(await randomWorld(), small, context())
  assert.ok(model.score(emptyHistory).every((score) => score === 0))
  assert.deepEqual(model.explain(emptyHistory, 0), { base: 0, contributions: [] })
})

test('a heavier item of the history explains more of its own score', async () => {
  const model = await ials.train(await randomWorld(), small, context())
  const share = (weight: number) =>
    model.explain(
      historyOf([
        { row: 1, at: 1, weight },
        { row: 2, at: 2 },
      ]),
      1,
    ).contributions[0]!
  assert.equal(share(1).row, 1)
  assert.ok(share(3).contribution > share(1).contribution)
})

/** Runs jobs last first, as threads might. */
const backwards: TrainContext['withPool'] = async (bytes, use) => {
  const pool = serialPool(bytes)
  const reversed: KernelPool = { ...pool, run: (jobs) => pool.run(jobs.toReversed()) }
  return use(reversed)
}

test('the order in which jobs end changes no byte', async () => {
  const world = await randomWorld()
  for (const blockSize of [8, 12]) {
    const config = { ...small, blockSize }
    const expected = (await ials.train(world, config, context())).save()
    assert.deepEqual((await ials.train(world, config, { ...context(), withPool: backwards })).save(), expected)
  }
})

test('a training cut short and resumed gives the bytes of one that was not', async () => {
  const world = await randomWorld()
  const config = { ...small, blockSize: 8 }
  const whole = (await ials.train(world, config, context())).save()
  const states: Uint8Array[] = []
  const signal = { aborted: false, reason: new Error('enough') }
  const cut = ials.train(world, config, {
    ...context(),
    signal,
    checkpoints: {
      save(state) {
        states.push(state)
        signal.aborted = states.length === 2
      },
    },
  })
  await assert.rejects(cut, /enough/)
  const resume = states.at(-1)!
  const saved: Uint8Array[] = []
  const checkpoints = { resume, save: (state: Uint8Array) => void saved.push(state) }
  const rng = derive('another seed') // chance is spent before the first epoch
  assert.deepEqual((await ials.train(world, config, { ...context(), rng, checkpoints })).save(), whole)
  assert.equal(saved.length, 2)
})

test('a checkpoint of other settings or other interactions is refused', async () => {
  const world = await randomWorld()
  const states: Uint8Array[] = []
  await ials.train(world, small, { ...context(), checkpoints: { save: (state) => void states.push(state) } })
  const checkpoints = { resume: states[0]!, save: () => undefined }
  const resumed = { ...context(), checkpoints }
  await assert.rejects(ials.train(world, { ...small, reg: 1 }, resumed), /made with other settings/)
  const other = { ...world, weights: world.weights.map((weight) => weight + 1) }
  await assert.rejects(ials.train(other, small, resumed), /made from other interactions/)
})

test('progress is told twice per epoch', async () => {
  const told: string[] = []
  const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
    told.push(`${stage} ${done}/${total}`)
  }
  await ials.train(await randomWorld(), { ...small, epochs: 1 }, { ...context(), onProgress })
  assert.deepEqual(told, ['half epochs 0/2', 'half epochs 1/2', 'half epochs 2/2'])
})

test('memory is stated before it is taken, is enough, and too much is refused with the numbers', async () => {
  const world = await randomWorld()
  const taken: number[] = []
  const withPool: TrainContext['withPool'] = (bytes, use) => {
    taken.push(bytes)
    return onThisThread(bytes, use)
  }
  const size = { readers: world.readerIds.size, items: world.itemIds.size, pairs: world.items.length }
  for (const change of [{}, { blockSize: 8 }, { embeddingSize: 130, blockSize: 128 }]) {
    await ials.train(world, { ...small, ...change }, { ...context(), withPool })
    assert.equal(taken.at(-1), ialsBytes(size, { ...small, ...change }))
  }
  const mean = { ...small, memoryBytes: 1000 }
  await assert.rejects(ials.train(world, mean, context()), /needs 0\.0 GB; 0\.0 GB allowed: raise memoryBytes/)
})

test('options that cannot be are refused by name and value', async () => {
  const world = await randomWorld()
  const wrong: [Partial<IalsConfig>, RegExp][] = [
    [{ embeddingSize: 0 }, /embeddingSize is 0/],
    [{ epochs: 1.5 }, /epochs is 1.5/],
    [{ reg: 0 }, /reg is 0/],
    [{ unobservedWeight: -1 }, /unobservedWeight is -1/],
    [{ regExponent: 3 }, /regExponent is 3/],
    [{ blockSize: 4 }, /blockSize is 4/],
  ]
  for (const [change, message] of wrong)
    await assert.rejects(ials.train(world, { ...small, ...change }, context()), message)
})

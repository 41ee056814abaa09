import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate } from '../evaluation/evaluate.ts'
import { splitByTime } from '../evaluation/split.ts'
import { content } from '../models/content.ts'
import { ease } from '../models/ease.ts'
import { onThisThread } from '../models/model.ts'
import { derive } from '../random/random.ts'
import { describePack, packModel } from './model-pack.ts'

/** 400 readers with two of eight subjects each read 12 of 160 items; four more after time 100. */
function seededEvents() {
  const rng = derive('model-pack')
  return Array.from({ length: 400 }, (_, reader) => {
    const subjects = [rng.integer(8), rng.integer(8)]
    return Array.from({ length: 16 }, (_, k) => {
      const subject = rng.uniform() < 0.1 ? rng.integer(8) : subjects[k % 2]!
      const item = `item ${subject} ${Math.floor(20 * rng.uniform() ** 2)}`
      return { reader: `reader ${reader}`, item, at: k < 12 ? k : 100 + k, weight: 1 }
    })
  }).flat()
}

const split = await splitByTime(seededEvents, 100)
const context = { rng: derive('model-pack'), withPool: onThisThread }
const model = await ease.train(split.train, { ...ease.defaults, reg: 20 }, context)
const ndcg = async (subject: typeof model) => {
  const values = (await evaluate(split, subject, { name: 'a' })).perReader['ndcg@10']!
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

test('8 bits take a quarter of the bytes and lose less than half a per cent of NDCG', async () => {
  const [whole, small] = [packModel(model.save()), packModel(model.save(), { precision: 'int8' })]
  assert.ok(small.length < 0.3 * whole.length, `${small.length} of ${whole.length} bytes`)
  const [before, after] = [await ndcg(ease.load(whole)), await ndcg(ease.load(small))]
  assert.ok(before > 0.15, `NDCG ${before}: there is something to lose`)
  assert.ok(after > 0.995 * before, `${after} against ${before}`)
})

test('a pack is loaded without a copy in either precision, and saves to the same bytes', () => {
  for (const precision of ['float32', 'int8'] as const) {
    const pack = packModel(model.save(), { precision })
    const loaded = ease.load(pack)
    const values = loaded.weights instanceof Float32Array ? loaded.weights : loaded.weights.values
    assert.equal(values.buffer, pack.buffer)
    assert.deepEqual(loaded.save(), pack)
  }
})

test('a pack says what it is, what it comes from and how good it was', () => {
  const facts = { from: 0, to: 99, readers: 400, interactions: 4800, metrics: { 'ndcg@10': 0.3 } }
  const pack = packModel(model.save(), { precision: 'int8', facts })
  const { bytes, ...told } = describePack(pack)
  assert.equal(bytes, pack.length)
  assert.deepEqual(told, {
    kind: 'ease/1',
    items: split.train.itemIds.size,
    precision: 'int8',
    config: { ...ease.defaults, reg: 20 },
    facts,
  })
})

test('a model that has single precision only reads 8 bits too', async () => {
  const rng = derive('vectors')
  const values = Float32Array.from({ length: 16 * split.train.itemIds.size }, () => rng.normal())
  const algorithm = content({ items: split.train.itemIds, embeddingSize: 16, values })
  const trained = await algorithm.train(split.train, algorithm.defaults, context)
  const loaded = algorithm.load(packModel(trained.save(), { precision: 'int8' }))
  const history = { items: Int32Array.of(3), weights: Float32Array.of(1), at: Float64Array.of(0) }
  const after = loaded.score(history, 1)
  trained.score(history, 1).forEach((score, row) => {
    assert.ok(Math.abs(score - after[row]!) < 0.02, `${score} against ${after[row]}`)
  })
})

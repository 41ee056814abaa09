import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import { buildInteractions, readerHistory } from '../data/interactions.ts'
import { topRows } from '../data/top-rows.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive } from '../random/random.ts'
import { collectiveEase } from './collective-ease.ts'
import { edlae } from './edlae.ts'
import { onThisThread } from './model.ts'

const context = { rng: derive('collective-ease'), withPool: onThisThread }
const rng = derive('collective-ease', 'world')
const events = Array.from({ length: 200 }, (_, at) => ({
  reader: `r${rng.integer(40)}`,
  item: `i${rng.integer(9)}`,
  at,
  weight: 1,
}))
const world = await buildInteractions(() => events)
const one = (row: number) => historyOf([{ row, at: 1 }])
/** i0, i1, … and two that nobody read: cold-odd is like the odd items, cold-even like the even ones. */
const vectors = {
  items: new Vocabulary([...world.itemIds.ids, 'cold-even', 'cold-odd']),
  embeddingSize: 2,
  values: Float32Array.from(
    [...world.itemIds.ids.map((id) => Number(id.slice(1)) % 2), 0, 1].flatMap((odd) => [1 - odd, odd]),
  ),
}
const config = { ...collectiveEase(vectors).defaults, reg: 5, contentWeight: 2 }

test('it is EASE, or EDLAE, of the readers and, as further readers, the features', async () => {
  const stacked = [
    ...world.readerIds.ids.flatMap((reader, r) =>
      Array.from(readerHistory(world, r).items, (row) => ({ reader, item: world.itemIds.id(row), at: 0, weight: 1 })),
    ),
    ...vectors.items.ids.map((item, row) => ({
      reader: `feature ${vectors.values[row * 2 + 1]}`,
      item,
      at: 0,
      weight: Math.SQRT2,
    })),
  ]
  const interactions = await buildInteractions(() => stacked)
  for (const dropout of [0, 0.3]) {
    const expected = await edlae.train(interactions, { ...edlae.defaults, reg: 5, dropout }, context)
    const model = await collectiveEase(vectors).train(world, { ...config, dropout }, context)
    for (const from of model.items.ids)
      for (const to of model.items.ids) {
        const found = model.score(one(model.items.row(from)))[model.items.row(to)]!
        const wanted = expected.score(one(expected.items.row(from)))[expected.items.row(to)]!
        assert.ok(Math.abs(found - wanted) < 1e-5, `${from} to ${to}: ${found} against ${wanted}`)
      }
  }
})

test('an item that nobody has read comes to readers of what is like it', async () => {
  const model = await collectiveEase(vectors).train(world, config, context)
  const cold = (row: number) => {
    const scores = model.score(historyOf([{ row, at: 1 }]))
    return Math.sign(scores[model.items.row('cold-odd')]! - scores[model.items.row('cold-even')]!)
  }
  assert.equal(cold(model.items.row('i1')), 1)
  assert.equal(cold(model.items.row('i2')), -1)
})

test('a lift raises what nobody has read and nothing else', async () => {
  const plain = await collectiveEase(vectors).train(world, config, context)
  const lifted = await collectiveEase(vectors).train(world, { ...config, unreadLift: 2 }, context)
  const [before, after] = [plain.score(one(1)), lifted.score(one(1))]
  for (const [row, id] of plain.items.ids.entries())
    assert.equal(after[row], before[row]! * (id.startsWith('cold') ? 2 : 1), id)
})

test('items without a vector are learnt from readers alone, and a cap keeps the most read beside the unread', async () => {
  const some = { ...vectors, items: new Vocabulary(['cold-odd', 'i1']), values: Float32Array.of(0, 1, 0, 1) }
  const model = await collectiveEase(some).train(world, { ...config, maxItems: 3 }, context)
  assert.equal(model.items.size, 4)
  assert.ok(model.items.row('cold-odd') >= 0)
  assert.equal(topRows(model.score(historyOf([{ row: 0, at: 1 }])), 10).length, 4)
})

test('settings that cannot be and memory that is not there are named', async () => {
  const train = (change: object) => collectiveEase(vectors).train(world, { ...config, ...change }, context)
  await assert.rejects(train({ contentWeight: 0 }), /contentWeight is 0/)
  await assert.rejects(train({ unreadLift: 0 }), /unreadLift is 0/)
  await assert.rejects(train({ dropout: 1 }), /dropout is 1/)
  await assert.rejects(train({ memoryBytes: 100 }), /11 items need 484 bytes; memoryBytes is 100/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { buildInteractions, type Interactions, readerHistory } from '../data/interactions.ts'
import { derive } from '../random/random.ts'
import { checkerboard, staircase } from '../testing/checkerboard.ts'
import { type Bpr, type BprConfig, bpr } from './bpr.ts'
import { onThisThread, type TrainContext } from './model.ts'

const context = (): TrainContext => ({ rng: derive('bpr'), withPool: onThisThread })
const small: BprConfig = { ...bpr.defaults, embeddingSize: 8 }

/** Share of (read, unread) pairs of items that a model without the read one in the history puts in the right order. */
function areaUnderCurve(world: Interactions, model: Bpr): number {
  let [right, pairs] = [0, 0]
  world.readerIds.ids.forEach((_, reader) => {
    const history = readerHistory(world, reader)
    history.items.forEach((item) => {
      const others = Array.from(history.items).filter((other) => other !== item)
      const scores = model.score(historyOf(others.map((row) => ({ row, at: 1 }))))
      for (let row = 0; row < scores.length; row++) {
        if (history.items.includes(row)) continue
        pairs++
        if (scores[item]! > scores[row]!) right++
      }
    })
  })
  return right / pairs
}

test('training puts read items above unread ones, more with each round', async () => {
  const { interactions } = await checkerboard(12)
  const areas: number[] = []
  for (const epochs of [1, 10, 60])
    areas.push(areaUnderCurve(interactions, await bpr.train(interactions, { ...small, epochs }, context())))
  assert.ok(areas[0]! < areas[1]! && areas[1]! <= areas[2]! && areas[2]! > 0.9, String(areas))
})

test('without a history the items with the most readers lead', async () => {
  const { interactions } = await staircase()
  const scores = (await bpr.train(interactions, { ...small, epochs: 60 }, context())).score(emptyHistory)
  assert.ok(scores[0]! < scores[4]! && scores[4]! < scores[8]!, String(scores))
})

test('a reader of everything and a reader of one item do not stop the training', async () => {
  const events = [0, 1, 2].map((item) => ({ reader: 'all', item: `i${item}`, at: 1, weight: 1 }))
  const world = await buildInteractions(() => [...events, { reader: 'one', item: 'i1', at: 1, weight: 1 }])
  const scores = (await bpr.train(world, small, context())).score(emptyHistory)
  assert.ok(scores[1]! > scores[0]! && scores[1]! > scores[2]!)
})

test('a heavier item of the history moves the score more', async () => {
  const { interactions } = await checkerboard()
  const model = await bpr.train(interactions, small, context())
  const of = (weight: number) =>
    model.score(
      historyOf([
        { row: 2, at: 1, weight },
        { row: 3, at: 2 },
      ]),
    )
  assert.ok(of(5)[4]! > of(1)[4]! && of(5)[5]! < of(1)[5]!)
})

test('scores of some rows are those of all rows, bit for bit', async () => {
  const { interactions } = await checkerboard()
  const model = await bpr.train(interactions, small, context())
  const history = readerHistory(interactions, 2)
  const all = model.score(history)
  assert.deepEqual(model.scoreRows(history, Int32Array.of(5, 0)), Float32Array.of(all[5]!, all[0]!))
})

test('training stops between readers when it is cancelled', async () => {
  const { interactions } = await checkerboard()
  const signal = { aborted: true, reason: new Error('enough') }
  await assert.rejects(bpr.train(interactions, small, { ...context(), signal }), /enough/)
})

test('options that cannot be are refused by name and value', async () => {
  const { interactions } = await checkerboard(4)
  const wrong: [Partial<BprConfig>, RegExp][] = [
    [{ embeddingSize: 0 }, /embeddingSize is 0/],
    [{ epochs: 1.5 }, /epochs is 1.5/],
    [{ learningRate: 0 }, /learningRate is 0/],
    [{ reg: -1 }, /reg is -1/],
  ]
  for (const [change, message] of wrong)
    await assert.rejects(bpr.train(interactions, { ...small, ...change }, context()), message)
})

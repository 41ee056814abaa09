import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type History, historyOf, mapHistory } from '../data/history.ts'
import type { Interaction } from '../data/interaction-source.ts'
import { buildInteractions, readerHistory } from '../data/interactions.ts'
import { alignRows, Vocabulary } from '../data/vocabulary.ts'
import { derive } from '../random/random.ts'
import { ease, easeFromGram } from './ease.ts'
import { addGram } from './gram.ts'
import { LiveGram } from './live-gram.ts'
import { onThisThread } from './model.ts'

function randomEvents(readers: readonly number[], weights: readonly number[]): Interaction[] {
  return readers.flatMap((reader) => {
    const rng = derive('gram', reader)
    return Array.from({ length: 2 + rng.integer(9) }, (_, at) => ({
      reader: `r${reader}`,
      item: `i${String(rng.integer(15)).padStart(2, '0')}`,
      at,
      weight: weights[rng.integer(weights.length)]!,
    }))
  })
}

const items = new Vocabulary(Array.from({ length: 15 }, (_, k) => `i${String(k).padStart(2, '0')}`))
const of = (gram: LiveGram) => {
  const matrix = new Float32Array(15 * 15)
  gram.copyTo(matrix)
  return matrix
}

/** X'X of the events from nothing, in the rows of `items`. */
async function recount(events: readonly Interaction[]): Promise<Float32Array> {
  // One reader of everything first, so that rows are the same whatever was read; taken away again below.
  const all = items.ids.map((item) => ({ reader: 'all', item, at: 0, weight: 1 }))
  const interactions = await buildInteractions(() => [...all, ...events])
  const chosen = Int32Array.from({ length: 15 }, (_, row) => row)
  const matrix = new Float32Array(15 * 15)
  await addGram(matrix, { interactions, chosen }, {})
  for (let i = 0; i < 15; i++) for (let j = 0; j <= i; j++) matrix[i * 15 + j]! -= 1
  return matrix
}

async function histories(events: readonly Interaction[]): Promise<Map<string, History>> {
  const interactions = await buildInteractions(() => events)
  const rows = alignRows(interactions.itemIds, items)
  return new Map(
    interactions.readerIds.ids.map((id, reader) => [id, mapHistory(readerHistory(interactions, reader), rows)]),
  )
}

test('adding and removing readers equals a recount: exactly for weights of 1, to rounding for others', async () => {
  const stay = Array.from({ length: 40 }, (_, k) => k)
  const leave = Array.from({ length: 10 }, (_, k) => 100 + k)
  for (const weights of [[1], [0.3, 1, 2.7]]) {
    const gram = new LiveGram(items)
    const kept = randomEvents(stay, weights)
    const gone = await histories(randomEvents(leave, weights))
    gram.addAll(await buildInteractions(() => randomEvents([...leave, ...stay], weights)))
    for (const history of gone.values()) gram.remove(history)
    const [live, expected] = [of(gram), await recount(kept)]
    if (weights.length === 1) assert.deepEqual(live, expected)
    else
      live.forEach((value, k) => {
        assert.ok(Math.abs(value - expected[k]!) < 1e-4, `${k}: ${value} against ${expected[k]}`)
      })
  }
})

test('reading one item more equals counting the longer history', async () => {
  const whole = [...(await histories(randomEvents([1, 2, 3], [1]))).values()]
  const [atOnce, byStep] = [new LiveGram(items), new LiveGram(items)]
  for (const history of whole) {
    atOnce.add(history)
    for (let k = 0; k < history.items.length; k++) {
      const before = historyOf(Array.from(history.items.subarray(0, k), (row, at) => ({ row, at })))
      byStep.extend(before, { row: history.items[k]!, weight: history.weights[k]! })
    }
  }
  assert.deepEqual(of(byStep), of(atOnce))
  assert.throws(() => byStep.extend(whole[0]!, { row: whole[0]!.items[0]!, weight: 1 }), /in the history already/)
})

test('unknown rows are ignored, and memory is stated before it is taken', () => {
  const gram = new LiveGram(items)
  const history = historyOf([
    { row: 99, at: 1 },
    { row: 3, at: 2 },
  ])
  gram.add(history)
  gram.extend(history, { row: -1, weight: 1 })
  assert.equal(
    of(gram).reduce((sum, value) => sum + value, 0),
    1,
  )
  assert.throws(() => new LiveGram(items, { memoryBytes: 100 }), /15 items need 480 bytes; memoryBytes is 100/)
  assert.throws(() => gram.copyTo(new Float32Array(10)), /225 are needed/)
})

test('EASE of the live matrix has the bytes of EASE trained anew on the readers that are left', async () => {
  const stay = randomEvents(
    Array.from({ length: 30 }, (_, k) => k),
    [1],
  )
  const left = await buildInteractions(() => stay)
  const gram = new LiveGram(left.itemIds)
  const gone = await buildInteractions(() => randomEvents([200, 201, 202], [1]))
  gram.addAll(gone)
  gram.addAll(left)
  const rows = alignRows(gone.itemIds, left.itemIds)
  for (let reader = 0; reader < gone.readerIds.size; reader++)
    gram.remove(mapHistory(readerHistory(gone, reader), rows))
  const context = { rng: derive('ease'), withPool: onThisThread }
  const config = { ...ease.defaults, reg: 5 }
  const live = await easeFromGram(gram, config, context)
  assert.deepEqual(live.save(), (await ease.train(left, config, context)).save())
  await assert.rejects(easeFromGram(gram, { ...config, maxItems: 3 }, context), /raise maxItems/)
  await assert.rejects(easeFromGram(gram, { ...config, reg: 0 }, context), /reg is 0/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { historyOf } from '../../data/history.ts'
import { derive } from '../../random/random.ts'
import { listContext, randomItems, rankedOf } from '../../testing/list-scene.ts'
import type { StageContext } from '../stage.ts'
import { calibrate } from './calibrate.ts'
import { relevance } from './ranked.ts'

function sceneOf(seed: number, count: number, take: number) {
  const { items, scores } = randomItems(seed, count)
  const rng = derive(seed, 'history')
  const history = historyOf(
    Array.from({ length: 6 }, (_, k) => ({ row: rng.integer(count), at: k, weight: 1 + rng.integer(3) })),
  )
  return { context: listContext({ items, request: { take, history } }), ranked: rankedOf(scores) }
}

/** Steck's divergence of a list, with the language's own logarithm. */
function divergence({ state, request }: StageContext, rows: readonly number[], smoothing = 0.01): number {
  const { topic, topics } = state.catalogue
  const { items, weights } = request.history
  const known = (row: number) => topic[row]! >= 0
  const total = items.reduce((sum, row, k) => sum + (known(row) ? weights[k]! : 0), 0)
  let sum = 0
  for (let code = 0; code < topics.size; code++) {
    const p = items.reduce((mass, row, k) => mass + (topic[row] === code ? weights[k]! : 0), 0) / total
    const q = rows.filter((row) => topic[row] === code).length / rows.length
    if (p > 0) sum += p * Math.log(p / ((1 - smoothing) * q + smoothing * p))
  }
  return sum
}

test('each slot takes the row with the largest gain of the formula', () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(10_000),
        count: fc.integer({ min: 2, max: 25 }),
        take: fc.integer({ min: 1, max: 12 }),
        weight: fc.constantFrom(0.2, 0.5, 0.9, 1),
      }),
      ({ seed, count, take, weight }) => {
        const { context, ranked } = sceneOf(seed, count, take)
        const { topic } = context.state.catalogue
        if (!context.request.history.items.some((row) => topic[row]! >= 0)) return
        const slots = Math.min(take, count)
        const worth = new Map(Array.from(ranked.rows, (row, k) => [row, relevance(ranked)[k]!]))
        const made = [...calibrate({ weight }).arrange(context, ranked).rows]
        for (let slot = 0; slot < slots; slot++) {
          const value = (row: number) =>
            ((1 - weight) * worth.get(row)!) / slots - weight * divergence(context, [...made.slice(0, slot), row])
          const best = Math.max(...made.slice(slot).map(value))
          assert.ok(value(made[slot]!) >= best - 1e-12, `slot ${slot}`)
        }
      },
    ),
    { seed: 1, numRuns: 200 },
  )
})

test('with full weight the list has the topics of the history in their shares', () => {
  const topics = ['a', 'b', 'c', 'd']
  const items = Array.from({ length: 80 }, (_, row) => ({ topic: topics[row % 4]! }))
  const history = historyOf([
    { row: 0, at: 1, weight: 5 },
    { row: 1, at: 2, weight: 3 },
    { row: 2, at: 3, weight: 2 },
  ])
  const context = listContext({ items, request: { take: 20, history } })
  const { rows } = calibrate({ weight: 1 }).arrange(context, rankedOf(items.map((_, row) => row)))
  const count = (topic: string) => rows.subarray(0, 20).filter((row) => items[row]!.topic === topic).length
  assert.deepEqual(topics.map(count), [10, 6, 4, 0])
})

test('weight brings a list closer to the history and costs relevance', () => {
  const mean = (weight: number, of: (context: StageContext, list: number[]) => number) => {
    let sum = 0
    for (let seed = 0; seed < 40; seed++) {
      const { context, ranked } = sceneOf(seed, 100, 10)
      sum += of(context, [...calibrate({ weight }).arrange(context, ranked).rows.subarray(0, 10)])
    }
    return sum / 40
  }
  const [none, some, all] = [0, 0.5, 1].map((weight) => mean(weight, divergence)) as [number, number, number]
  assert.ok(none > 2 * some && some >= all, `${none}, ${some}, ${all}`)
})

test('no topic in the history or weight 0 leave the order, bad options are named', () => {
  const items = [{ topic: 'a' }, { topic: 'b' }]
  const ranked = rankedOf([1, 2])
  assert.equal(calibrate({ weight: 1 }).arrange(listContext({ items }), ranked), ranked)
  const history = historyOf([{ row: 0, at: 1 }])
  assert.equal(calibrate({ weight: 0 }).arrange(listContext({ items, request: { history } }), ranked), ranked)
  assert.throws(() => calibrate({ weight: 1.1 }), /weight is 1.1/)
  assert.throws(() => calibrate({ weight: 1, smoothing: 0 }), /smoothing is 0/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listContext, randomItems, rankedOf } from '../../testing/list-scene.ts'
import type { Ranked, StageContext } from '../stage.ts'
import { dpp } from './dpp.ts'
import { mmr } from './mmr.ts'
import { relevance } from './ranked.ts'
import { type Similarity, sharedCategories } from './similarity.ts'

const scene = fc.record({
  seed: fc.nat(10_000),
  count: fc.integer({ min: 1, max: 14 }),
  take: fc.integer({ min: 1, max: 10 }),
  diversity: fc.constantFrom(0.1, 0.3, 0.5, 0.8, 1),
})

function sceneOf({ seed, count, take }: { seed: number; count: number; take: number }) {
  const { items, scores } = randomItems(seed, count)
  return { context: listContext({ items, request: { take } }), ranked: rankedOf(scores) }
}

/** Greedy by a value of a whole list, as the papers write it. */
function naive(ranked: Ranked, take: number, gain: (list: number[], position: number) => number): number[] {
  const list: number[] = []
  while (list.length < Math.min(take, ranked.rows.length)) {
    const left = Array.from(ranked.rows.keys()).filter((k) => !list.includes(k))
    const gains = left.map((k) => gain(list, k))
    const best = left[gains.indexOf(Math.max(...gains))]!
    list.push(best)
  }
  return list
}

const firstRows = (ranked: Ranked, list: number[]) => list.map((k) => ranked.rows[k]!)
const taken = (ranked: Ranked, context: StageContext) => [...ranked.rows.subarray(0, context.request.take)]

test('mmr is the greedy choice of its formula, all pairs looked at', () => {
  fc.assert(
    fc.property(scene, (options) => {
      const { context, ranked } = sceneOf(options)
      const { diversity, take } = options
      const alike = sharedCategories()(context.state)
      const worth = relevance(ranked)
      const expected = naive(ranked, take, (list, k) => {
        const closest = Math.max(0, ...list.map((other) => alike(ranked.rows[other]!, ranked.rows[k]!)))
        return worth[k]! * (1 - diversity) - diversity * closest
      })
      assert.deepEqual(taken(mmr({ diversity }).arrange(context, ranked), context), firstRows(ranked, expected))
    }),
    { seed: 1, numRuns: 200 },
  )
})

/** By elimination; fine for the small matrices here. */
function determinant(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row])
  let product = 1
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k]![k]!
    if (Math.abs(pivot) < 1e-12) return 0
    product *= pivot
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]! / pivot
      for (let j = k; j < rows.length; j++) rows[i]![j]! -= factor * rows[k]![j]!
    }
  }
  return product
}

const gram = (rows: readonly number[], alike: Similarity) => rows.map((a) => rows.map((b) => alike(a, b)))

test('dpp is the greedy choice by determinants, up to ties of rounding', () => {
  fc.assert(
    fc.property(scene, (options) => {
      const { context, ranked } = sceneOf(options)
      const { diversity } = options
      const alike = sharedCategories()(context.state)
      const worth = relevance(ranked)
      const value = (list: readonly number[]) => {
        const rows = list.map((k) => ranked.rows[k]!)
        const relevant = list.reduce((sum, k) => sum + worth[k]!, 0)
        return (1 - diversity) * relevant + diversity * Math.log(determinant(gram(rows, alike)))
      }
      const made = taken(dpp({ diversity }).arrange(context, ranked), context)
      const positions = made.map((row) => ranked.rows.indexOf(row))
      positions.forEach((position, slot) => {
        const above = positions.slice(0, slot)
        const others = Array.from(ranked.rows.keys()).filter((k) => !above.includes(k))
        const best = Math.max(...others.map((k) => value([...above, k])))
        if (best > -20) assert.ok(value([...above, position]) >= best - 1e-7, `slot ${slot}`)
      })
    }),
    { seed: 2, numRuns: 200 },
  )
})

for (const [name, stage] of [
  ['mmr', mmr],
  ['dpp', dpp],
] as const) {
  const rows = [
    { topic: 'a', publisher: 'p', cluster: 'story' },
    { topic: 'a', publisher: 'q', cluster: 'story' },
    { topic: 'a', publisher: 'p' },
    { topic: 'b', publisher: 'r' },
  ]
  const context = (request = {}) => listContext({ items: rows, request: { take: 3, ...request } })
  const ranked = rankedOf([4, 3.9, 3.8, 1])

  test(`${name}: 0 leaves the order, 1 makes it as different as possible, a request goes before the recipe`, () => {
    const half = stage({ diversity: 0.5 })
    assert.deepEqual(half.arrange(context({ rules: { diversity: 0 } }), ranked), ranked)
    const different = half.arrange(context({ rules: { diversity: 1 } }), ranked)
    assert.deepEqual([...different.rows], [0, 3, 2, 1])
    assert.deepEqual([...different.scores], [4, 1, 3.8, 3.9])
    assert.throws(() => stage({ diversity: 2 }), /diversity is 2; it must be in 0..1/)
    assert.throws(() => half.arrange(context({ rules: { diversity: -1 } }), ranked), /diversity is -1/)
  })

  test(`${name}: more diversity never makes the list more alike in these scenes`, () => {
    const alikeness = (diversity: number, seed: number) => {
      const { items, scores } = randomItems(seed, 60)
      const one = listContext({ items, request: { take: 10 } })
      const list = stage({ diversity }).arrange(one, rankedOf(scores)).rows.subarray(0, 10)
      const alike = sharedCategories()(one.state)
      return list.reduce((sum, a) => sum + list.reduce((inner, b) => inner + (a < b ? alike(a, b) : 0), 0), 0)
    }
    const mean = (diversity: number) => {
      let sum = 0
      for (let seed = 0; seed < 30; seed++) sum += alikeness(diversity, seed)
      return sum / 30
    }
    const [none, some, most] = [mean(0), mean(0.5), mean(1)]
    assert.ok(none > some && some >= most && most < 0.6 * none, `${none}, ${some}, ${most}`)
  })

  test(`${name}: a similarity of item vectors is used as given`, () => {
    const vectors = [
      [1, 0],
      [0.99, 0.14],
      [0, 1],
      [0.7, 0.7],
    ]
    const cosine = (a: number, b: number) =>
      a === b ? 1 : vectors[a]![0]! * vectors[b]![0]! + vectors[a]![1]! * vectors[b]![1]!
    const list = stage({ diversity: 0.6, similarity: () => cosine }).arrange(context(), ranked)
    assert.deepEqual([...list.rows.subarray(0, 2)], [0, 2])
  })
}

test('similarity weights that no diagonal of 1 can hold are refused', () => {
  assert.throws(() => sharedCategories({ cluster: 0.6, topic: 0.5, publisher: 0 }), /their sum at most 1/)
})

test('a row that a stage before moved on purpose is worth what its position is', () => {
  const items = [{}, {}, {}]
  const moved = { ...rankedOf([3, 2, 1]), rows: Int32Array.of(2, 0, 1), scores: Float64Array.of(1, 3, 2) }
  for (const stage of [mmr, dpp])
    assert.deepEqual(stage({ diversity: 0.3 }).arrange(listContext({ items }), moved), moved)
})

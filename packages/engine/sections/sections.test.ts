import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { derive, shuffle } from '../random/random.ts'
import { type Limit, pickBalanced, slotsOf } from './balanced-pick.ts'
import { newDistinct } from './distinct.ts'
import { limitFresh } from './fresh-share.ts'
import { takenOutByReports } from './reported.ts'
import { orderSections } from './section-order.ts'
import { spreadApart } from './spread-apart.ts'
import { boostTopics } from './topic-boost.ts'

const codes = fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 40 }).map((list) => Int32Array.from(list))
const orderOf = (size: number, seed: number): Int32Array =>
  shuffle(
    derive(seed),
    Int32Array.from({ length: size }, (_, k) => k),
  )
const sorted = (list: Iterable<number>): number[] => [...list].sort((a, b) => a - b)
const countOf = (list: Int32Array, of: Int32Array, code: number): number => list.filter((k) => of[k] === code).length

test('a balanced pick breaks a limit only when every candidate within the limits is taken', () => {
  fc.assert(
    fc.property(
      codes,
      fc.integer(),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 4 }),
      (of, seed, take, most) => {
        const order = orderOf(of.length, seed)
        const picked = pickBalanced(order, { take, limits: [{ codes: of, most }] })
        assert.equal(picked.length, Math.min(take, of.length))
        const within = [0, 1, 2, 3, 4].reduce(
          (sum, code) => sum + Math.min(most, countOf(order, of, code)),
          countOf(order, of, -1),
        )
        const strict = picked.subarray(0, Math.min(picked.length, within))
        for (const code of [0, 1, 2, 3, 4]) assert.ok(countOf(strict, of, code) <= most)
      },
    ),
    { seed: 1 },
  )
})

test('a firm limit is never broken, and no other candidate would have fitted', () => {
  fc.assert(
    fc.property(
      codes,
      fc.integer(),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 4 }),
      (of, seed, take, most) => {
        const picked = pickBalanced(orderOf(of.length, seed), { take, limits: [{ codes: of, most, firm: true }] })
        for (const code of [0, 1, 2, 3, 4]) assert.ok(countOf(picked, of, code) <= most)
        if (picked.length < take)
          for (const code of [0, 1, 2, 3, 4])
            assert.equal(countOf(picked, of, code), Math.min(most, of.filter((one) => one === code).length))
      },
    ),
    { seed: 2 },
  )
})

test('without limits a balanced pick is the beginning of the order', () => {
  assert.deepEqual([...pickBalanced(Int32Array.of(3, 1, 2, 0), { take: 2, limits: [] })], [3, 1])
})

test('a limit enforced by chance lets some through, and needs a generator', () => {
  const limit: Limit = { codes: new Int32Array(1000), most: 0, enforced: 0.85 }
  const order = Int32Array.from({ length: 1000 }, (_, k) => k)
  const through = order.filter(
    (k) => pickBalanced(Int32Array.of(k), { take: 1, limits: [{ ...limit, firm: true }], rng: derive(k) }).length > 0,
  )
  assert.ok(through.length > 0)
  assert.throws(() => pickBalanced(order, { take: 1, limits: [limit] }), /needs a generator/)
})

test('a share of slots is rounded down and never below the least', () => {
  assert.deepEqual(
    [slotsOf(0.75, 14), slotsOf(0.4, 14), slotsOf(0.2, 14, 2), slotsOf(0.2, 4, 2), slotsOf(0.2, 15)],
    [10, 5, 2, 2, 3],
  )
})

test('spreading keeps all candidates, and sets equal ones apart wherever it can', () => {
  fc.assert(
    fc.property(codes, fc.integer(), fc.integer({ min: 1, max: 4 }), (of, seed, apart) => {
      const order = orderOf(of.length, seed)
      const spread = spreadApart(order, { codes: of, apart, take: of.length })
      assert.deepEqual(sorted(spread), sorted(order))
      spread.forEach((k, place) => {
        const near = spread.subarray(Math.max(0, place - apart + 1), place)
        const clash = (one: number): boolean => of[one]! >= 0 && near.some((other) => of[other] === of[one])
        // Broken only when everything left breaks it too.
        if (clash(k)) assert.ok(spread.subarray(place).every(clash))
      })
    }),
    { seed: 3 },
  )
})

test('what already stands apart is not moved, and what follows the first places keeps its order', () => {
  const order = Int32Array.of(0, 1, 2, 3, 4, 5)
  assert.deepEqual([...spreadApart(order, { codes: Int32Array.of(0, 1, 2, 0, 1, 2), apart: 3, take: 6 })], [...order])
  assert.deepEqual(
    [...spreadApart(order, { codes: Int32Array.of(0, 0, 0, 0, 1, 2), apart: 3, take: 2 })],
    [0, 4, 1, 2, 3, 5],
  )
})

test('fresh ones have at most their share of every beginning while others are left; both keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 50 }), fc.constantFrom(0, 0.15, 0.5, 1), (flags, share) => {
      const fresh = Uint8Array.from(flags, Number)
      const order = orderOf(flags.length, flags.length)
      const list = limitFresh(order, { fresh, share })
      assert.deepEqual(sorted(list), sorted(order))
      for (const flag of [0, 1]) {
        const of = (all: Int32Array): number[] => [...all.filter((k) => fresh[k] === flag)]
        assert.deepEqual(of(list), of(order))
      }
      const others = list.findLastIndex((k) => fresh[k] === 0)
      for (let place = 0; place <= others; place++)
        assert.ok(list.subarray(0, place + 1).filter((k) => fresh[k] === 1).length <= Math.ceil(share * (place + 1)))
    }),
    { seed: 4 },
  )
})

test('a list without too many fresh ones stays as it is', () => {
  const order = Int32Array.of(1, 4, 2, 0, 3, 5, 6)
  assert.deepEqual([...limitFresh(order, { fresh: Uint8Array.of(1, 0, 0, 0, 0, 0, 0), share: 0.25 })], [...order])
})

test('reports take out from 20 on and above one in a thousand, the worst first, half at most', () => {
  const out = (reports: number[], impressions: number[]): number[] => [
    ...takenOutByReports({ reports: Float64Array.from(reports), impressions: Float64Array.from(impressions) }),
  ]
  assert.deepEqual(out([20, 20, 19, 0], [19_999, 20_000, 19, 1]), [1, 0, 0, 0])
  assert.deepEqual(out([50, 60, 70, 80], [100, 100, 100, 100]), [0, 0, 1, 1])
  assert.deepEqual(out([50], [1]), [0])
})

test('sections stand pinned, lately followed, followed, of strong interest, by score, blocked', () => {
  const now = 1e12
  const daysAgo = (days: number): number => now - days * 86_400_000
  const plain = { score: 0, interest: null, followedAt: null }
  const order = orderSections(
    [
      { ...plain, score: 9, blocked: true },
      { ...plain, score: 1 },
      { ...plain, score: 5 },
      { ...plain, interest: 0.79, score: 4 },
      { ...plain, interest: 0.8 },
      { ...plain, interest: 0.9 },
      { ...plain, followedAt: daysAgo(20), score: 8 },
      { ...plain, followedAt: daysAgo(6) },
      { ...plain, followedAt: daysAgo(2) },
      { ...plain, pinned: true },
      { ...plain, followedAt: daysAgo(9) },
    ],
    now,
  )
  assert.deepEqual([...order], [9, 8, 7, 10, 6, 5, 4, 2, 3, 1, 0])
})

test('what is taken, and what tells the same story, is not left', () => {
  const stories = Int32Array.of(-1, 0, 0, 1, -1, 1)
  const distinct = newDistinct(stories)
  const all = Int32Array.of(0, 1, 2, 3, 4, 5)
  assert.deepEqual([...distinct.left(all, 6)], [0, 1, 3, 4])
  distinct.take(Int32Array.of(1, 4))
  assert.deepEqual([...distinct.left(all, 6)], [0, 3])
  assert.deepEqual([...distinct.left(all, 1)], [0])
})

test('boosted topics come first, so many of each, never more than all together; the rest follows in its order', () => {
  const topics = Int32Array.of(0, 1, 2, 1, 1, 2, 0)
  const order = Int32Array.of(0, 1, 2, 3, 4, 5, 6)
  const boost = (most: number): number[] => [
    ...boostTopics(order, topics, { wanted: new Set([1, 2]), perTopic: 2, most }),
  ]
  assert.deepEqual(boost(10), [1, 2, 3, 5, 0, 4, 6])
  assert.deepEqual(boost(2), [1, 2, 0, 3, 4, 5, 6])
})

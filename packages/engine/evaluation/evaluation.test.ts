import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Interaction } from '../data/interaction-source.ts'
import { readersPerItem } from '../data/interactions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive } from '../random/random.ts'
import { bootstrapDifference, bootstrapMean } from './bootstrap.ts'
import { type EvaluatedModel, evaluate } from './evaluate.ts'
import { itemAgeSlicing, largestSlices } from './item-slices.ts'
import { bestHalfLife } from './popularity-baseline.ts'
import { report } from './report.ts'
import { splitByTime, timeQuantile } from './split.ts'

const read = (reader: string, item: string, at: number): Interaction => ({ reader, item, at, weight: 1 })

// Split at 10. r1: c is new and known, z is new and unknown, a is old. r2: short history. r3: nothing new. r4: new reader.
const events = [
  read('r1', 'a', 1),
  read('r1', 'b', 2),
  read('r2', 'c', 3),
  read('r3', 'c', 4),
  read('r3', 'a', 5),
  read('r1', 'a', 10),
  read('r1', 'c', 11),
  read('r1', 'z', 12),
  read('r1', 'z', 13),
  read('r2', 'a', 14),
  read('r3', 'c', 15),
  read('r4', 'a', 16),
]

test('a split trains strictly before its time and asks for what each reader met first after it', async () => {
  const split = await splitByTime(() => events, 10, { minHistory: 2 })
  assert.deepEqual(split.train.itemIds.ids, ['a', 'b', 'c'])
  assert.equal(split.train.items.length, 5)
  assert.deepEqual(split.readers, Int32Array.of(split.train.readerIds.row('r1')))
  assert.deepEqual(split.targets, Int32Array.of(2, -1))
  assert.deepEqual(split.facts, {
    testEvents: 7,
    targets: 2,
    unknownTargets: 1,
    targetsFirstSeenAfter: 1,
    newReaders: 1,
    shortHistories: 1,
  })
})

test('an item cut by a limit is unknown but was seen before', async () => {
  const { facts } = await splitByTime(() => events, 10, { maxItems: 1, minHistory: 1 })
  assert.deepEqual([facts.unknownTargets, facts.targetsFirstSeenAfter], [2, 1])
})

test('a quantile of time is the definition', async () => {
  assert.equal(await timeQuantile(() => events, 0.5), 11)
  await assert.rejects(
    timeQuantile(() => [], 0.5),
    /no interactions/,
  )
  await assert.rejects(
    timeQuantile(() => events, 1),
    /fraction is 1/,
  )
})

const constant = (ids: readonly string[], scores: readonly number[]): EvaluatedModel => ({
  items: new Vocabulary(ids),
  score: () => Float32Array.from(scores),
})

test('evaluation ranks the whole catalogue, leaves the history out and breaks ties by lower row', async () => {
  const split = await splitByTime(() => events, 10)
  // r1 has read a and b: the list is [c]. r2 has read c: the list is [a, b], a tie.
  const result = await evaluate(split, constant(['a', 'b', 'c'], [1, 1, 0]), { name: 'ties', ks: [1, 2] })
  assert.deepEqual(split.readers, Int32Array.of(0, 1))
  assert.deepEqual(Array.from(result.perReader['recall@1']!), [1 / 2, 1])
  assert.deepEqual(Array.from(result.perReader['mrr@2']!), [1, 1])
  assert.deepEqual(result.coverage, { 'coverage@1': 2 / 3, 'coverage@2': 1 })
})

test('items a model does not know are never listed, and its own row order does not matter', async () => {
  const split = await splitByTime(() => events, 10)
  const result = await evaluate(split, constant(['b', 'a'], [0, 1]), { name: 'two items' })
  assert.deepEqual(Array.from(result.perReader['hr@10']!), [0, 1])
})

test('evaluation reports progress and stops when cancelled', async () => {
  const split = await splitByTime(() => events, 10)
  const seen: string[] = []
  await evaluate(split, constant([], []), {
    name: 'none',
    onProgress: (done, total) => void seen.push(`${done}/${total}`),
  })
  assert.deepEqual(seen, ['0/2', '2/2'])
  const signal = { aborted: true, reason: new Error('stop') }
  await assert.rejects(evaluate(split, constant([], []), { name: 'none', signal }), /stop/)
})

test('a bootstrap interval holds the true mean about as often as it says', () => {
  const rng = derive('coverage')
  let held = 0
  for (let k = 0; k < 200; k++) {
    const values = Float64Array.from({ length: 60 }, () => rng.normal() + 3)
    const { low, high } = bootstrapMean(values, { rng, resamples: 200, level: 0.9 })
    if (low <= 3 && 3 <= high) held++
  }
  assert.ok(held >= 165 && held <= 192, `${held} of 200`)
})

test('a paired difference is far narrower than its two means suggest', () => {
  const rng = derive('paired')
  const a = Float64Array.from({ length: 100 }, () => 10 * rng.normal())
  const b = a.map((value) => value - 0.1 - 0.01 * rng.normal())
  const difference = bootstrapDifference(a, b, { rng })
  const alone = bootstrapMean(a, { rng })
  assert.ok(difference.low > 0.09 && difference.high < 0.11)
  assert.ok(alone.high - alone.low > 2)
  assert.throws(() => bootstrapDifference(Float64Array.of(1), Float64Array.of(1, 2), { rng }), /1 and 2 values/)
})

test('no value and one value give their mean', () => {
  const rng = derive(1)
  assert.deepEqual(bootstrapMean(new Float64Array(0), { rng }), { mean: 0, low: 0, high: 0, count: 0 })
  assert.deepEqual(bootstrapMean(Float64Array.of(5), { rng }), { mean: 5, low: 5, high: 5, count: 1 })
})

/** 60 readers read 8 of 30 items, low numbers more often; 5 more at or after time 100, also from 10 new items. */
function synthetic(): Interaction[] {
  const rng = derive('synthetic')
  const item = (among: number) => `i${String(Math.floor(among * rng.uniform() ** 2)).padStart(2, '0')}`
  return Array.from({ length: 60 }, (_, reader) => [
    ...Array.from({ length: 1 + rng.integer(12) }, (_, k) => read(`r${reader}`, item(30), k)),
    ...Array.from({ length: 5 }, (_, k) => read(`r${reader}`, item(40), 100 + k)),
  ]).flat()
}

test('a report compares models with a baseline, says what none can know, and is the same for the same seed', async () => {
  const split = await splitByTime(synthetic, 100)
  const readers = readersPerItem(split.train)
  const popular = await evaluate(
    split,
    { items: split.train.itemIds, score: () => Float32Array.from(readers) },
    { name: 'popular' },
  )
  const backwards = await evaluate(
    split,
    { items: split.train.itemIds, score: () => Float32Array.from(readers, (count) => -count) },
    { name: 'backwards' },
  )
  const make = () => report(split, [popular, backwards], { baseline: 'popular', rng: derive('report'), resamples: 300 })
  const made = make()
  assert.deepEqual(JSON.parse(JSON.stringify(made)), JSON.parse(JSON.stringify(make())))
  const [first, second] = made.models
  assert.deepEqual(first!.difference, {})
  const difference = second!.difference['ndcg@10']!
  assert.ok(difference.significant && difference.high < 0)
  assert.ok(Math.abs(difference.mean - (second!.metrics['ndcg@10']!.mean - first!.metrics['ndcg@10']!.mean)) < 1e-12)
  assert.equal(
    first!.slices.reduce((sum, slice) => sum + slice.metrics['hr@10']!.count, 0),
    split.readers.length,
  )
  assert.ok(made.limits.unknownTargetShare > 0 && made.limits.firstSeenAfterShare <= made.limits.unknownTargetShare)
  assert.ok(first!.metrics['recall@10']!.mean <= made.limits.recallBound)
})

test('popularity is always in the table, as it is just before the split and not over all time', async () => {
  const old = Array.from({ length: 9 }, (_, r) => read(`old${r}`, 'classic', r))
  const lately = Array.from({ length: 6 }, (_, r) => [
    read(`new${r}`, `own${r}`, 9_000_000),
    read(`new${r}`, 'news', 10_000_000 + 100_000 * r),
  ]).flat()
  const after = [read('old1', 'news', 20_000_000), read('new1', 'classic', 20_000_001)]
  const split = await splitByTime(() => [...old, ...lately, ...after], 20_000_000)
  assert.ok(bestHalfLife(split.train) < Number.POSITIVE_INFINITY)
  const one = await evaluate(split, constant(['own1'], [1]), { name: 'one', ks: [1] })
  const made = report(split, [one], { baseline: 'popularity', rng: derive(1), resamples: 20 })
  assert.deepEqual(
    made.models.map(({ name }) => name),
    ['one', 'popularity'],
  )
  assert.ok(made.models[1]!.metrics['hr@1']!.mean > 0)
  const named = await evaluate(split, constant(['own1'], [1]), { name: 'popularity', ks: [1] })
  assert.equal(report(split, [named], { baseline: 'popularity', rng: derive(1) }).models.length, 1)
})

test('slices of items measure their own targets alone, for the readers who have some', async () => {
  const split = await splitByTime(() => events, 10)
  // Training knows a, b, c; r1 wants c (and z, unknown), r2 wants a.
  const itemSlices = [{ by: 'topic', values: ['news', 'news', 'sports'] }]
  const model = constant(['a', 'b', 'c'], [3, 2, 1])
  const result = await evaluate(split, model, { name: 'one', ks: [1], itemSlices })
  assert.deepEqual(
    result.itemSlices.map(({ value, readers, perReader }) => [
      value,
      Array.from(readers, (t) => split.train.readerIds.id(split.readers[t]!)),
      Array.from(perReader['recall@1']!),
    ]),
    [
      ['news', ['r2'], [1]],
      ['sports', ['r1'], [1]],
    ],
  )
  const made = report(split, [result], {
    baseline: 'popularity',
    rng: derive(1),
    resamples: 20,
    measured: { itemSlices },
  })
  assert.equal(made.models[0]!.itemSlices[1]!.metrics['recall@1']!.mean, 1)
  assert.ok('recall@1' in made.models[0]!.itemSlices[1]!.difference)
  assert.deepEqual(made.models[1]!.itemSlices[0]!.difference, {})
  await assert.rejects(
    evaluate(split, model, { name: 'one', itemSlices: [{ by: 'topic', values: ['x'] }] }),
    /by topic name 1 items; training has 3/,
  )
})

test('items are sliced by age at the split, and small values become one', async () => {
  const day = 86_400_000
  const aged = [read('r', 'a', 0), read('s', 'a', 5 * day), read('r', 'b', 38 * day), read('s', 'c', 39.5 * day)]
  const split = await splitByTime(() => [...aged, read('r', 'd', 40 * day)], 40 * day)
  assert.deepEqual(itemAgeSlicing(split).values, ['over 30 days', '1 to 7 days', 'under 1 day'])
  assert.deepEqual(itemAgeSlicing(split, [39 * day, 0, 0]).values[0], '1 to 7 days')
  const publishers = { by: 'publisher', values: ['p', 'q', null] }
  assert.deepEqual(largestSlices(publishers, split, 1).values, ['p', 'other', null])
})

test('more measures per list, and how unevenly items are shown', async () => {
  const split = await splitByTime(() => events, 10)
  const result = await evaluate(split, constant(['a', 'b', 'c'], [3, 2, 1]), {
    name: 'one',
    ks: [1, 2],
    measures: { length: (list) => list.length },
  })
  // r1 has read a and b: [c]. r2 has read c: [a, b].
  assert.deepEqual(Array.from(result.perReader['length@2']!), [1, 2])
  assert.deepEqual(result.exposure, { 'gini@1': 1 / 3, 'gini@2': 0 })
})

test('sampled candidates are refused with the reason', async () => {
  const split = await splitByTime(() => events, 10)
  await assert.rejects(
    evaluate(split, constant([], []), { name: 'one', candidates: 100 as never }),
    /candidates is 100; only "all".*Krichene and Rendle/,
  )
})

test('a report needs its baseline, and evaluations of its own split', async () => {
  const split = await splitByTime(() => events, 10)
  const one = await evaluate(split, constant([], []), { name: 'one' })
  const rng = derive(1)
  assert.throws(() => report(split, [one], { baseline: 'two', rng }), /"two"/)
  const other = await splitByTime(() => events, 11, { minHistory: 3 })
  assert.throws(() => report(other, [one], { baseline: 'one', rng }), /another split/)
})

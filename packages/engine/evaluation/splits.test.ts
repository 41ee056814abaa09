import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Interaction } from '../data/interaction-source.ts'
import { givenSplit } from './given-split.ts'
import { leaveLastOut } from './leave-last-out.ts'
import { splitByTime, type TimeSplit } from './split.ts'
import { timeFolds } from './time-folds.ts'
import { validationSplit } from './validation-split.ts'

const read = (reader: string, item: string, at: number): Interaction => ({ reader, item, at, weight: 1 })
/** Reader id to target ids, `?` for a target training does not know. */
const targetsOf = ({ train, readers, indptr, targets }: TimeSplit) =>
  Object.fromEntries(
    Array.from(readers, (reader, t) => [
      train.readerIds.id(reader),
      Array.from(targets.subarray(indptr[t], indptr[t + 1]), (row) => (row < 0 ? '?' : train.itemIds.id(row))).join(),
    ]),
  )
const trainOf = ({ train }: TimeSplit) =>
  Object.fromEntries(
    train.readerIds.ids.map((id, r) => [
      id,
      Array.from(train.items.subarray(train.indptr[r], train.indptr[r + 1]), (row) => train.itemIds.id(row)).join(),
    ]),
  )

test('a range cuts both ends: older events are forgotten, newer ones have not happened', async () => {
  const events = [read('r', 'a', 1), read('r', 'b', 5), read('r', 'a', 11), read('r', 'c', 12), read('r', 'd', 20)]
  const split = await splitByTime(() => events, 10, { from: 5, until: 20 })
  assert.deepEqual(trainOf(split), { r: 'b' })
  assert.deepEqual(targetsOf(split), { r: '?,?' })
  assert.equal(split.facts.testEvents, 2)
  await assert.rejects(
    splitByTime(() => events, 10, { from: 10 }),
    /at is 10; it must be after from/,
  )
})

test('time folds: each period is tested once on training before it, and ends where the next begins', async () => {
  const items = 'abcdefghij'
  const events = Array.from(items, (item, at) => read('r', item, at))
  const folds: TimeSplit[] = []
  for await (const split of timeFolds(() => events, { folds: 2, trainShare: 0.6 })) folds.push(split)
  assert.deepEqual(folds.map(trainOf), [{ r: 'a,b,c,d,e,f' }, { r: 'a,b,c,d,e,f,g,h' }])
  assert.deepEqual(
    folds.map((split) => split.facts.testEvents),
    [2, 2],
  )
  const windows: TimeSplit[] = []
  for await (const split of timeFolds(() => events, { folds: 2, trainShare: 0.6, windowMs: 3 })) windows.push(split)
  assert.deepEqual(windows.map(trainOf), [{ r: 'd,e,f' }, { r: 'f,g,h' }])
})

test('folds that cannot be made are refused', async () => {
  const run = async (options: Parameters<typeof timeFolds>[1], times: number[]) => {
    for await (const split of timeFolds(() => times.map((at) => read('r', `i${at}`, at)), options)) assert.ok(split)
  }
  await assert.rejects(run({ folds: 1 }, [1, 2, 3]), /folds is 1/)
  await assert.rejects(run({ folds: 2, trainShare: 1 }, [1, 2, 3]), /trainShare is 1/)
  await assert.rejects(run({ folds: 3 }, [1, 2, 2, 2]), /too few different times/)
})

test('leave last out: the newest item of each reader is the target, however often it was read before', async () => {
  const events = [
    read('r1', 'a', 1),
    read('r1', 'b', 2),
    read('r1', 'a', 3),
    read('r2', 'c', 5),
    read('r2', 'a', 5),
    read('r3', 'a', 9),
    read('r3', 'a', 10),
  ]
  const split = await leaveLastOut(() => events)
  assert.deepEqual(trainOf(split), { r1: 'b', r2: 'a', r3: 'a' })
  assert.deepEqual(targetsOf(split), { r1: 'a', r2: '?' })
  assert.equal(split.at, 11)
  assert.deepEqual([split.facts.testEvents, split.facts.targetsFirstSeenAfter], [3, 1])
})

test('given files: targets are the test items a reader does not have in training', async () => {
  const train = [read('r1', 'a', 1), read('r1', 'b', 2), read('r2', 'c', 3)]
  const held = [read('r1', 'c', 4), read('r1', 'a', 4), read('r1', 'z', 4), read('r3', 'a', 4), read('r1', 'c', 5)]
  const split = await givenSplit({ train: () => train, test: () => held })
  assert.deepEqual(trainOf(split), { r1: 'a,b', r2: 'c' })
  assert.deepEqual(targetsOf(split), { r1: 'c,?' })
  assert.equal(split.facts.newReaders, 1)
  assert.equal(split.at, 4)
})

test('a validation split holds out the end of what lies before the test and never sees the test', async () => {
  const events = Array.from('abcdefghijKLM', (item, at) => read('r', item, at))
  const split = await validationSplit(() => events, 10, { share: 0.3 })
  assert.deepEqual(trainOf(split), { r: 'a,b,c,d,e,f,g' })
  assert.equal(split.facts.testEvents, 3)
  await assert.rejects(
    validationSplit(() => events, 0),
    /no interactions/,
  )
  await assert.rejects(
    validationSplit(() => events, 10, { share: 1 }),
    /share is 1/,
  )
})

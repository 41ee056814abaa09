import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Interaction } from './interaction-source.ts'
import { buildInteractions, type Interactions, readerHistory } from './interactions.ts'

const event = fc.record({
  reader: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
  item: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  at: fc.integer({ min: 0, max: 20 }),
  weight: fc.integer({ min: 1, max: 3 }),
})

/** Pairs as text, by the definition: newest time and largest weight of each pair. */
function naive(events: readonly Interaction[]): string[] {
  const pairs = new Map<string, { at: number; weight: number }>()
  for (const { reader, item, at, weight } of events) {
    const known = pairs.get(`${reader} ${item}`) ?? { at, weight }
    pairs.set(`${reader} ${item}`, { at: Math.max(at, known.at), weight: Math.max(weight, known.weight) })
  }
  return [...pairs].map(([pair, { at, weight }]) => `${pair} ${at} ${weight}`).sort()
}

function listed(built: Interactions): string[] {
  return built.readerIds.ids
    .flatMap((reader, r) => {
      const { items, at, weights } = readerHistory(built, r)
      return Array.from(items, (item, k) => `${reader} ${built.itemIds.id(item)} ${at[k]} ${weights[k]}`)
    })
    .sort()
}

test('the matrix holds each pair once, at its newest time with its largest weight, and rows are in time order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
      const built = await buildInteractions(() => events)
      assert.deepEqual(listed(built), naive(events))
      for (let r = 0; r < built.readerIds.size; r++) {
        const { at } = readerHistory(built, r)
        for (let k = 1; k < at.length; k++) assert.ok(at[k - 1]! <= at[k]!)
      }
    }),
    { seed: 11, numRuns: 100 },
  )
})

test('the order and the kind of the source do not matter', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      const forward = await buildInteractions(() => events)
      const backward = await buildInteractions(async function* () {
        yield* events.toReversed()
      })
      assert.deepEqual(backward, forward)
    }),
    { seed: 12, numRuns: 50 },
  )
})

const few = ['r1 a', 'r1 b', 'r2 a', 'r2 b', 'r2 c', 'r3 a', 'r4 d'].map((pair, at) => {
  const [reader, item] = pair.split(' ') as [string, string]
  return { reader, item, at, weight: 1 }
})

test('rare items go first, then readers with too little left', async () => {
  const built = await buildInteractions(() => few, { minItemReaders: 2, minReaderItems: 2 })
  assert.deepEqual(built.itemIds.ids, ['a', 'b'])
  assert.deepEqual(built.readerIds.ids, ['r1', 'r2'])
  assert.deepEqual(built.indptr, Int32Array.of(0, 2, 4))
})

test('a cap keeps the items with the most readers', async () => {
  const built = await buildInteractions(() => few, { maxItems: 1 })
  assert.deepEqual(built.itemIds.ids, ['a'])
  assert.deepEqual(built.readerIds.ids, ['r1', 'r2', 'r3'])
})

test('a source that can be read only once is told so', async () => {
  const once = few.values()
  await assert.rejects(
    buildInteractions(() => once),
    /must give the same each time/,
  )
})

test('an impossible time, weight or limit is named', async () => {
  await assert.rejects(
    buildInteractions(() => [...few, { ...few[0]!, at: Number.NaN }]),
    /interaction 7: at is NaN/,
  )
  await assert.rejects(
    buildInteractions(() => [{ ...few[0]!, weight: 0 }]),
    /interaction 0: weight is 0/,
  )
  await assert.rejects(
    buildInteractions(() => few, { maxItems: 0 }),
    /maxItems is 0/,
  )
})

test('no interactions give an empty matrix', async () => {
  const built = await buildInteractions(() => [])
  assert.deepEqual([built.readerIds.size, built.itemIds.size, built.indptr], [0, 0, Int32Array.of(0)])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { buildInteractions } from './interactions.ts'
import { itemReaders } from './item-readers.ts'

test('each pair is found under its item, readers ascending', async () => {
  const rng = derive('item-readers')
  const events = Array.from({ length: 400 }, (_, k) => ({
    reader: `reader-${rng.integer(30)}`,
    item: `item-${rng.integer(20)}`,
    at: k,
    weight: 1 + rng.integer(3),
  }))
  const interactions = await buildInteractions(() => events)
  const { indptr, readers, pairs } = itemReaders(interactions)
  assert.equal(readers.length, interactions.items.length)
  for (let item = 0; item < interactions.itemIds.size; item++)
    for (let slot = indptr[item]!; slot < indptr[item + 1]!; slot++) {
      const [reader, pair] = [readers[slot]!, pairs[slot]!]
      assert.equal(interactions.items[pair], item)
      assert.ok(pair >= interactions.indptr[reader]! && pair < interactions.indptr[reader + 1]!)
      if (slot > indptr[item]!) assert.ok(reader > readers[slot - 1]!)
    }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexAttributes, sharedAttributes } from './item-attributes.ts'

test('members are the items of an attribute, and what two items share is found', () => {
  // Item 0 has 0, 2, 3; item 1 nothing; item 2 has 1, 2; item 3 has 0, 3.
  const attributes = indexAttributes(Int32Array.of(0, 3, 3, 5, 7), Int32Array.of(0, 2, 3, 1, 2, 0, 3))
  assert.deepEqual(
    attributes.members.map((rows) => Array.from(rows)),
    [[0, 3], [2], [0, 2], [0, 3]],
  )
  assert.deepEqual(sharedAttributes(attributes, 0, 3), [0, 3])
  assert.deepEqual(sharedAttributes(attributes, 0, 2), [2])
  assert.deepEqual(sharedAttributes(attributes, 2, 3), [])
  assert.deepEqual(sharedAttributes(attributes, 1, 1), [])
  assert.deepEqual(indexAttributes(Int32Array.of(0, 0), new Int32Array(0)).members, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageKeys, runPageKey } from './page-keys.ts'

const said: string[] = []
const key = (name: string, says: string, taken = true) => ({
  key: name,
  does: says,
  run: () => {
    said.push(says)
    return taken
  },
})

test('the newest part of a page takes a key first, and leaves it when it does not want it', () => {
  pageKeys.set([[key('a', 'page'), key('b', 'page b')], [key('a', 'part', false)]])
  assert.equal(runPageKey('a'), true)
  assert.equal(runPageKey('b'), true)
  assert.equal(runPageKey('c'), false)
  assert.deepEqual(said, ['part', 'page', 'page b'])
  pageKeys.set([])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeptValues } from './kept-values.ts'

test('a value is made once for each object and key', () => {
  const kept = new KeptValues<object, string[]>(2)
  const [one, other] = [{}, {}]
  const first = kept.get(one, 'a', () => ['one a'])
  assert.equal(
    kept.get(one, 'a', () => ['again']),
    first,
  )
  assert.deepEqual(
    kept.get(other, 'a', () => ['other a']),
    ['other a'],
  )
})

test('beyond the limit the one not asked for longest is made again', () => {
  const kept = new KeptValues<object, number>(2)
  const owner = {}
  let made = 0
  const ask = (key: string) => kept.get(owner, key, () => ++made)
  assert.deepEqual([ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')], [1, 2, 1, 3, 1, 4])
})

test('a limit that cannot be is named', () => {
  assert.throws(() => new KeptValues(0), /limit is 0/)
})

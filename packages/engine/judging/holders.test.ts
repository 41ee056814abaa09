import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { Holders } from './holders.ts'

test('holders are those of a map of sets, whatever is added and removed', () => {
  const rng = derive('holders')
  const [holders, naive] = [new Holders<string>(), new Map<string, Set<number>>()]
  for (let step = 0; step < 2000; step++) {
    const [key, row] = [`k${rng.integer(20)}`, rng.integer(6)]
    const known = naive.get(key) ?? new Set()
    if (rng.uniform() < 0.5) {
      if (!known.has(row)) holders.add(key, row)
      naive.set(key, known.add(row))
    } else {
      holders.remove(key, row)
      known.delete(row)
    }
    const left = [...(naive.get(key) ?? [])].sort()
    assert.deepEqual([...holders.of(key)].sort(), left)
    assert.equal(holders.count(key), left.length)
  }
})

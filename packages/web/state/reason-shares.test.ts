import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reasonShares } from './reason-shares.ts'

const cause = (item: string, contribution: number) => ({ item, title: item, contribution })

test('shares sum to one, causes before the base', () => {
  const shares = reasonShares({ because: [cause('a', 2), cause('b', 1)], others: 0, base: 1 })
  assert.deepEqual(
    shares.map((one) => [one.id, one.share]),
    [
      ['a', 0.5],
      ['b', 0.25],
      ['base', 0.25],
    ],
  )
})

test('causes that are not named are one line', () => {
  const shares = reasonShares({ because: [cause('a', 1), cause('b', 1)], others: 2, base: 0 })
  assert.equal(shares.length, 3)
  assert.equal(shares.at(-1)?.id, 'others')
  assert.ok(Math.abs(shares.reduce((sum, one) => sum + one.share, 0) - 1) < 1e-12)
})

test('a score that nothing raised has no shares', () => {
  assert.deepEqual(reasonShares({ because: [cause('a', -1)], others: 0, base: 0 }), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daySeed } from './day-seed.ts'

const noon = Date.UTC(2026, 5, 1, 12)

test('lots are drawn once a day for each reader and surface', () => {
  const seed = daySeed('ada', 'home', noon)
  assert.equal(daySeed('ada', 'home', noon + 11 * 3_600_000), seed)
  const others = [
    daySeed('ada', 'home', noon + 86_400_000),
    daySeed('bob', 'home', noon),
    daySeed('ada', 'digest', noon),
  ]
  assert.equal(new Set([seed, ...others]).size, 4)
  assert.notEqual(daySeed('a', 'bc', noon), daySeed('ab', 'c', noon))
  for (const each of [seed, ...others]) assert.ok(Number.isSafeInteger(each) && each >= 0)
})

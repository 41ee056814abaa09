import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuid } from './uuid.ts'

test('an id is a version 4 uuid whatever the random bytes', () => {
  for (const byte of [0, 0x5a, 0xff]) {
    const random = { getRandomValues: ((bytes: Uint8Array) => bytes.fill(byte)) as Crypto['getRandomValues'] }
    assert.match(uuid(random), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  assert.notEqual(uuid(), uuid())
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { xxHash32 } from './xxhash32.ts'

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

test('the published values, below and above a stripe of 16 bytes', () => {
  assert.equal(xxHash32(ascii('')), 0x02cc5d05)
  assert.equal(xxHash32(ascii('a')), 0x550d7456)
  assert.equal(xxHash32(ascii('abc')), 0x32d153ff)
  assert.equal(xxHash32(ascii('Nobody inspects the spammish repetition')), 0xe2293b2f)
})

test('the place in memory does not matter, the seed and every bit do', () => {
  const rng = derive('xxhash32')
  for (const length of [3, 16, 61]) {
    const bytes = Uint8Array.from({ length }, () => rng.integer(256))
    const shifted = new Uint8Array(length + 1).subarray(1)
    shifted.set(bytes)
    assert.equal(xxHash32(shifted), xxHash32(bytes))
    assert.notEqual(xxHash32(bytes, 1), xxHash32(bytes))
    for (let bit = 0; bit < 8 * length; bit++) {
      const flipped = bytes.slice()
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      assert.notEqual(xxHash32(flipped), xxHash32(bytes), `bit ${bit} of ${length} bytes`)
    }
  }
})

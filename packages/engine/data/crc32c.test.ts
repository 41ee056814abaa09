import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { crc32c } from './crc32c.ts'

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

test('the published values: RFC 3720 B.4 and the check value of the catalogue of CRCs', () => {
  assert.equal(crc32c(ascii('123456789')), 0xe3069283)
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa)
  assert.equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43)
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, k) => k)), 0x46dd794e)
  assert.equal(crc32c(new Uint8Array(0)), 0)
})

test('a sum goes on where another ended, wherever the bytes are cut', () => {
  const rng = derive('crc32c')
  const bytes = Uint8Array.from({ length: 60 }, () => rng.integer(256))
  for (let cut = 0; cut <= bytes.length; cut++)
    assert.equal(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut))), crc32c(bytes))
})

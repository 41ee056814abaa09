// Memory for bytes that come and go in the same order: large pieces that are used again and again. What waits for half a
// second outlives two collections of young memory, and thousands of such arrays a minute would be old garbage.
const slabBytes = 1 << 20

interface Slab {
  readonly bytes: Uint8Array
  used: number
  /** Copies in it that are not free yet. */
  held: number
}

export class Slabs {
  /** Oldest first; the last one is being filled. */
  #held: Slab[] = []
  #spare: Slab | null = null

  /** The same bytes in memory that stays until they are freed. */
  copy(bytes: Uint8Array): Uint8Array {
    let slab = this.#held.at(-1)
    if (slab === undefined || slab.used + bytes.length > slab.bytes.length) {
      slab = this.#next(bytes.length)
      this.#held.push(slab)
    }
    slab.bytes.set(bytes, slab.used)
    const copy = slab.bytes.subarray(slab.used, slab.used + bytes.length)
    slab.used += bytes.length
    slab.held++
    return copy
  }

  /** Gives back the memory of the oldest `copies` copies. */
  free(copies: number): void {
    let left = copies
    while (left > 0 && this.#held.length > 0) {
      const slab = this.#held[0]!
      const freed = Math.min(left, slab.held)
      slab.held -= freed
      left -= freed
      if (slab.held > 0) return
      this.#held.shift()
      if (slab.bytes.length === slabBytes) this.#spare = slab
    }
  }

  #next(bytes: number): Slab {
    const spare = this.#spare
    this.#spare = null
    if (spare !== null && bytes <= slabBytes) return Object.assign(spare, { used: 0, held: 0 })
    return { bytes: new Uint8Array(Math.max(bytes, slabBytes)), used: 0, held: 0 }
  }
}

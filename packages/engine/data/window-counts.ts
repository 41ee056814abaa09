import type { SessionEvent } from './open-sessions.ts'

/**
 * Clicks per item in the half-open window [now - windowMs, now): popularity without decay, and the items that are "about".
 * Events come in order of time and leave by themselves; 12 bytes per event in the window, O(1) per event.
 */
export class WindowCounts {
  readonly windowMs: number
  /** Clicks per row in the window that ended at the last `moveTo`. */
  readonly counts: Int32Array
  #rows = new Int32Array(1024)
  #at = new Float64Array(1024)
  #from = 0
  #size = 0
  /** Where `rowsWithout` collects: a replay asks for thousands of rows, many times. */
  readonly #found: Int32Array

  constructor(items: number, windowMs: number) {
    if (!(windowMs > 0)) throw new RangeError(`window: windowMs is ${windowMs}; it must be above 0`)
    this.windowMs = windowMs
    this.counts = new Int32Array(items)
    this.#found = new Int32Array(items)
  }

  /** Counts one event; events come in order of time. */
  observe({ row, at }: Pick<SessionEvent, 'row' | 'at'>): void {
    if (!(row >= 0 && row < this.counts.length))
      throw new RangeError(`window: row ${row} is not in 0..${this.counts.length - 1}`)
    if (this.#size === this.#rows.length) this.#grow()
    const slot = (this.#from + this.#size++) & (this.#rows.length - 1)
    this.#rows[slot] = row
    this.#at[slot] = at
    this.counts[row]!++
  }

  /** Lets go what lies before `now - windowMs`. */
  moveTo(now: number): void {
    const mask = this.#rows.length - 1
    while (this.#size > 0 && this.#at[this.#from]! < now - this.windowMs) {
      this.counts[this.#rows[this.#from]!]!--
      this.#from = (this.#from + 1) & mask
      this.#size--
    }
  }

  /** Rows with a click in the window, ascending, without those named. */
  rowsWithout(left: ArrayLike<number>): Int32Array {
    const counts = this.counts
    const kept = Array.from(left, (row) => counts[row]!)
    for (let k = 0; k < kept.length; k++) counts[left[k]!] = 0
    const rows = this.#found
    let size = 0
    for (let row = 0; row < counts.length; row++) if (counts[row] !== 0) rows[size++] = row
    for (let k = kept.length - 1; k >= 0; k--) counts[left[k]!] = kept[k]!
    return rows.slice(0, size)
  }

  /** Counts of the named rows, in their order; into the array given, else into a new one. */
  countsOf(rows: Int32Array, into: Float64Array = new Float64Array(rows.length)): Float64Array {
    for (let k = 0; k < rows.length; k++) into[k] = this.counts[rows[k]!]!
    return into
  }

  /** The same window, to go its own way. */
  copy(): WindowCounts {
    const other = new WindowCounts(this.counts.length, this.windowMs)
    other.counts.set(this.counts)
    other.#rows = this.#rows.slice()
    other.#at = this.#at.slice()
    other.#from = this.#from
    other.#size = this.#size
    return other
  }

  #grow(): void {
    const size = this.#rows.length
    const rows = new Int32Array(2 * size)
    const at = new Float64Array(2 * size)
    for (let k = 0; k < size; k++) {
      rows[k] = this.#rows[(this.#from + k) & (size - 1)]!
      at[k] = this.#at[(this.#from + k) & (size - 1)]!
    }
    this.#rows = rows
    this.#at = at
    this.#from = 0
  }
}

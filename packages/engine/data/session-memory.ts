import type { SessionEvent } from './open-sessions.ts'

/** One session as it is remembered. */
export interface RememberedSession {
  readonly name: string
  /** Item rows, oldest first. */
  readonly rows: readonly number[]
  /** Unix ms of its newest click. */
  readonly lastAt: number
}

interface SessionMemoryOptions {
  /** Sessions each item remembers: those that clicked it last. */
  readonly perItem: number
  /** A session silent for longer than this is over: its next click begins a new one. May be Infinity. */
  readonly idleMs: number
}

/** A memory as plain arrays. */
interface SavedMemory {
  /** By (time of the newest click, name). */
  readonly names: readonly string[]
  /** Rows of session s: `rows[indptr[s]..indptr[s+1])`. */
  readonly indptr: Int32Array
  readonly rows: Int32Array
  readonly lastAt: Float64Array
  /** 1 for a session that may go on. */
  readonly open: Uint8Array
  /** Sessions item i remembers, oldest first: `itemSessions[itemIndptr[i]..itemIndptr[i+1])`. */
  readonly itemIndptr: Int32Array
  readonly itemSessions: Int32Array
}

interface Slot extends RememberedSession {
  readonly rows: number[]
  lastAt: number
  /** Places in the items' lists. */
  held: number
}

/**
 * The newest sessions of every item, with all their clicks. A session is forgotten when no item remembers it and it is over:
 * memory is at most items x perItem sessions and those now open. A click costs O(1), amortised.
 */
export class SessionMemory {
  readonly options: SessionMemoryOptions
  readonly #byItem: Slot[][]
  readonly #open = new Map<string, Slot>()
  #newestAt = Number.NEGATIVE_INFINITY
  #clicksToSweep = 0
  #remembered = 0

  constructor(items: number, options: SessionMemoryOptions) {
    const { perItem, idleMs } = options
    if (!(Number.isSafeInteger(perItem) && perItem >= 1))
      throw new RangeError(`session memory: perItem is ${perItem}; it must be a whole number, 1 or more`)
    if (!(idleMs > 0)) throw new RangeError(`session memory: idleMs is ${idleMs}; it must be above 0`)
    this.options = options
    this.#byItem = Array.from({ length: items }, () => [])
  }

  /** Sessions remembered now, open ones included. */
  get size(): number {
    return this.#remembered
  }

  observe({ session, row, at }: SessionEvent): void {
    const slot = this.#slotOf(session, at)
    slot.rows.push(row)
    slot.lastAt = Math.max(slot.lastAt, at)
    this.#hold(row, slot)
    this.#newestAt = Math.max(this.#newestAt, at)
    if (--this.#clicksToSweep < 0) this.#sweep()
  }

  /** Sessions that clicked the item last, oldest click first. */
  sessionsOf(row: number): readonly RememberedSession[] {
    return this.#byItem[row]!
  }

  /** The same memory over other rows: `renamed[old]` is the new row; clicks below 0 are dropped. */
  renumbered(renamed: Int32Array, items: number): SessionMemory {
    const saved = this.save()
    const memory = new SessionMemory(items, this.options)
    const slots = memory.#restore(saved, (row) => renamed[row]!)
    for (let old = 0; old < this.#byItem.length; old++)
      if (renamed[old]! >= 0) memory.#holdAll(renamed[old]!, sliceOf(saved, old), slots)
    memory.#count()
    return memory
  }

  save(): SavedMemory {
    this.#sweep()
    const all = new Set<Slot>([...this.#byItem.flat(), ...this.#open.values()])
    const slots = [...all].sort((a, b) => a.lastAt - b.lastAt || (a.name < b.name ? -1 : 1))
    const number = new Map(slots.map((slot, k) => [slot, k]))
    return {
      names: slots.map(({ name }) => name),
      indptr: ends(slots.map(({ rows }) => rows.length)),
      rows: Int32Array.from(slots.flatMap(({ rows }) => rows)),
      lastAt: Float64Array.from(slots, ({ lastAt }) => lastAt),
      open: Uint8Array.from(slots, (slot) => (this.#open.get(slot.name) === slot ? 1 : 0)),
      itemIndptr: ends(this.#byItem.map((list) => list.length)),
      itemSessions: Int32Array.from(this.#byItem.flatMap((list) => list.map((slot) => number.get(slot)!))),
    }
  }

  static load(saved: SavedMemory, options: SessionMemoryOptions): SessionMemory {
    const memory = new SessionMemory(saved.itemIndptr.length - 1, options)
    const slots = memory.#restore(saved, (row) => row)
    for (let row = 0; row < memory.#byItem.length; row++) memory.#holdAll(row, sliceOf(saved, row), slots)
    memory.#count()
    return memory
  }

  #slotOf(name: string, at: number): Slot {
    const known = this.#open.get(name)
    if (known !== undefined && at - known.lastAt <= this.options.idleMs) return known
    if (known !== undefined && known.held === 0) this.#remembered--
    const slot: Slot = { name, rows: [], lastAt: at, held: 0 }
    this.#open.set(name, slot)
    this.#remembered++
    return slot
  }

  #hold(row: number, slot: Slot): void {
    const list = this.#byItem[row]!
    list.push(slot)
    slot.held++
    if (list.length > this.options.perItem) this.#letGo(list.shift()!)
  }

  #letGo(slot: Slot): void {
    slot.held--
    if (slot.held === 0 && this.#open.get(slot.name) !== slot) this.#remembered--
  }

  #sweep(): void {
    for (const [name, slot] of this.#open)
      if (this.#newestAt - slot.lastAt > this.options.idleMs) {
        this.#open.delete(name)
        if (slot.held === 0) this.#remembered--
      }
    this.#clicksToSweep = Math.max(1000, this.#open.size)
  }

  #restore(saved: SavedMemory, renamed: (row: number) => number): Slot[] {
    return saved.names.map((name, s) => {
      const rows = Array.from(saved.rows.subarray(saved.indptr[s]!, saved.indptr[s + 1]!), renamed)
      const slot: Slot = { name, rows: rows.filter((row) => row >= 0), lastAt: saved.lastAt[s]!, held: 0 }
      if (saved.open[s] === 1) this.#open.set(name, slot)
      this.#newestAt = Math.max(this.#newestAt, slot.lastAt)
      return slot
    })
  }

  #holdAll(row: number, numbers: Int32Array, slots: readonly Slot[]): void {
    for (const s of numbers) this.#hold(row, slots[s]!)
  }

  #count(): void {
    this.#remembered = new Set([...this.#byItem.flat(), ...this.#open.values()]).size
  }
}

const sliceOf = ({ itemIndptr, itemSessions }: SavedMemory, row: number) =>
  itemSessions.subarray(itemIndptr[row]!, itemIndptr[row + 1]!)

function ends(lengths: readonly number[]): Int32Array {
  const indptr = new Int32Array(lengths.length + 1)
  lengths.forEach((length, k) => {
    indptr[k + 1] = indptr[k]! + length
  })
  return indptr
}

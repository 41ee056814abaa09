import type { Limits } from './limits.ts'

/** Counts of a growing list under limits. */
export interface Tally {
  /** How many rows of the list hold each limit. */
  readonly counts: Int32Array
  add(position: number): void
  remove(position: number): void
  /** Whether no `max` is broken by one more. */
  allows(position: number): boolean
  /** The same for `added` in the place of `removed`. */
  allowsInstead(removed: number, added: number): boolean
  /** Whether a `min` would be missed without it, or is already. */
  needs(position: number): boolean
  /** How many rows more are missing to all `min` together after such an exchange; negative: fewer. */
  missingInstead(removed: number, added: number): number
  /** Rows missing to all `min` together. */
  missing(): number
}

/** Written as loops without closures or arrays: asked some ten thousand times for one list. */
export function tallyOf({ min, max, columns }: Limits): Tally {
  const counts = new Int32Array(min.length)
  const change = (position: number, by: number) => {
    for (const column of columns) {
      const limit = column[position]!
      if (limit >= 0) counts[limit]! += by
    }
  }
  return {
    counts,
    add: (position) => change(position, 1),
    remove: (position) => change(position, -1),
    allows: (position) => {
      for (let c = 0; c < columns.length; c++) {
        const limit = columns[c]![position]!
        if (limit >= 0 && counts[limit]! >= max[limit]!) return false
      }
      return true
    },
    allowsInstead: (removed, added) => {
      for (let c = 0; c < columns.length; c++) {
        const limit = columns[c]![added]!
        if (limit >= 0 && counts[limit]! >= max[limit]! && columns[c]![removed] !== limit) return false
      }
      return true
    },
    needs: (position) => {
      for (const column of columns) {
        const limit = column[position]!
        if (limit >= 0 && counts[limit]! <= min[limit]!) return true
      }
      return false
    },
    missingInstead: (removed, added) => {
      let more = 0
      for (let c = 0; c < columns.length; c++) {
        const from = columns[c]![removed]!
        const to = columns[c]![added]!
        if (from === to) continue
        if (from >= 0 && counts[from]! <= min[from]!) more++
        if (to >= 0 && counts[to]! < min[to]!) more--
      }
      return more
    },
    missing: () => {
      let missing = 0
      for (let limit = 0; limit < min.length; limit++) missing += Math.max(0, min[limit]! - counts[limit]!)
      return missing
    },
  }
}

/**
 * What one reader did: item rows oldest first, newest last, each row at most once.
 * The three arrays have equal length; `at` is Unix milliseconds, `weights` are positive.
 */
export interface History {
  readonly items: Int32Array
  readonly weights: Float32Array
  readonly at: Float64Array
}

export interface HistoryEntry {
  readonly row: number
  readonly at: number
  /** Strength of the interest, default 1. */
  readonly weight?: number
}

export const emptyHistory: History = {
  items: new Int32Array(0),
  weights: new Float32Array(0),
  at: new Float64Array(0),
}

/** History from entries in any order: repeated rows merge to newest time and largest weight; rows below 0 are dropped. */
export function historyOf(entries: Iterable<HistoryEntry>): History {
  const merged = new Map<number, { at: number; weight: number }>()
  for (const { row, at, weight = 1 } of entries) {
    if (row < 0) continue
    const known = merged.get(row)
    merged.set(row, { at: Math.max(at, known?.at ?? at), weight: Math.max(weight, known?.weight ?? weight) })
  }
  const sorted = [...merged].sort(([rowA, a], [rowB, b]) => a.at - b.at || rowA - rowB)
  return {
    items: Int32Array.from(sorted, ([row]) => row),
    weights: Float32Array.from(sorted, ([, entry]) => entry.weight),
    at: Float64Array.from(sorted, ([, entry]) => entry.at),
  }
}

/** The same history in another table's rows: `rows[item]` is the new row, entries below 0 are dropped. */
export function mapHistory(history: History, rows: Int32Array): History {
  const kept: number[] = []
  for (let k = 0; k < history.items.length; k++) if ((rows[history.items[k]!] ?? -1) >= 0) kept.push(k)
  return {
    items: Int32Array.from(kept, (k) => rows[history.items[k]!]!),
    weights: Float32Array.from(kept, (k) => history.weights[k]!),
    at: Float64Array.from(kept, (k) => history.at[k]!),
  }
}

/** The newest `limit` entries, as views on the same memory. */
export function newestOf(history: History, limit: number): History {
  const from = Math.max(0, history.items.length - limit)
  if (from === 0) return history
  return { items: history.items.subarray(from), weights: history.weights.subarray(from), at: history.at.subarray(from) }
}

import type { Proposal } from './stage.ts'

/** The first `limit` rows of an order that no filter refused. */
export function firstAllowed(order: Int32Array, limit: number, refused: Uint8Array): Int32Array {
  const rows = new Int32Array(Math.min(limit, order.length))
  let count = 0
  for (let k = 0; k < order.length && count < rows.length; k++) if (refused[order[k]!] === 0) rows[count++] = order[k]!
  return rows.subarray(0, count)
}

/** One allowed row of each list in turn, each row once, until `limit` or all lists are at their end. */
export function takeTurns(lists: readonly Int32Array[], limit: number, refused: Uint8Array): Int32Array {
  const taken = new Set<number>()
  const next = new Int32Array(lists.length)
  for (let before = -1; taken.size < limit && taken.size > before; ) {
    before = taken.size
    lists.forEach((list, k) => {
      if (taken.size === limit) return
      while (next[k]! < list.length && (refused[list[next[k]!]!] !== 0 || taken.has(list[next[k]!]!))) next[k]!++
      if (next[k]! < list.length) taken.add(list[next[k]!]!)
    })
  }
  return Int32Array.from(taken)
}

/** Rows of a source that has an order and no scores: 1 / (1 + position). */
export function inOrder(rows: Int32Array): Proposal {
  const scores = new Float64Array(rows.length)
  for (let k = 0; k < scores.length; k++) scores[k] = 1 / (1 + k)
  return { rows, scores }
}

/** Rows with their own scores. */
export function withScores(rows: Int32Array, scoreOf: Float32Array | Float64Array): Proposal {
  const scores = new Float64Array(rows.length)
  for (let k = 0; k < scores.length; k++) scores[k] = scoreOf[rows[k]!]!
  return { rows, scores }
}

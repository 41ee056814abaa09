import { topRows } from '../../data/top-rows.ts'
import type { Part } from '../slate.ts'
import type { Ranked } from '../stage.ts'

/** `ranked` with position p holding what was at `order[p]`; positions that `order` leaves out are gone. */
export function reorder(ranked: Ranked, order: ArrayLike<number>): Ranked {
  const rows = new Int32Array(order.length)
  const scores = new Float64Array(order.length)
  const propensities = new Float64Array(order.length)
  const explored = new Uint8Array(order.length)
  for (let position = 0; position < order.length; position++) {
    const from = order[position]!
    rows[position] = ranked.rows[from]!
    scores[position] = ranked.scores[from]!
    propensities[position] = ranked.propensities[from]!
    explored[position] = ranked.explored[from]!
  }
  return { ...ranked, rows, scores, propensities, explored }
}

/** `chosen` first and then all others in their order. */
export function withFirst(ranked: Ranked, chosen: ArrayLike<number>): Ranked {
  return reorder(ranked, firstThenRest(chosen, ranked.rows.length))
}

export function firstThenRest(chosen: ArrayLike<number>, length: number): Int32Array {
  const order = new Int32Array(length)
  const placed = new Uint8Array(length)
  for (let k = 0; k < chosen.length; k++) {
    order[k] = chosen[k]!
    placed[chosen[k]!] = 1
  }
  let next = chosen.length
  for (let k = 0; k < length; k++) if (placed[k] === 0) order[next++] = k
  return order
}

/**
 * What each position is worth: the k-th largest score for position k. Where a stage before put a row higher or lower than its
 * score says, it had a reason, and the stages after it respect that.
 */
export function worthByPosition({ scores }: Ranked): Float64Array {
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[k - 1]!) return scores.slice().sort().reverse()
  return scores
}

/** The same as shares of the way from the lowest to the highest; all 0 when they are one and the same. */
export function relevance(ranked: Ranked): Float64Array {
  const worth = worthByPosition(ranked)
  const [high, low] = [worth[0] ?? 0, worth[worth.length - 1] ?? 0]
  return high > low ? worth.map((one) => (one - low) / (high - low)) : new Float64Array(worth.length)
}

/** Adds `change` to the score of each position it is not 0 for, says so in the reasons under `name`, and sorts again. */
export function rescored(ranked: Ranked, change: Float64Array, name: Part['name']): Ranked {
  const parts = new Map(ranked.parts)
  for (let k = 0; k < change.length; k++) {
    if (change[k] === 0) continue
    const row = ranked.rows[k]!
    parts.set(row, [...(parts.get(row) ?? []), { name, contribution: change[k]! }])
  }
  if (parts.size === (ranked.parts?.size ?? 0) && change.every((one) => one === 0)) return ranked
  const scores = ranked.scores.map((score, k) => score + change[k]!)
  return reorder({ ...ranked, scores, parts }, topRows(scores, scores.length))
}

/** `request.take`, or fewer where there are fewer candidates. */
export function listLength(take: number, ranked: Ranked): number {
  return Math.min(take, ranked.rows.length)
}

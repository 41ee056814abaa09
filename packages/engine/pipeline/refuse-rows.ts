import type { Groups } from './slate.ts'
import type { StageContext } from './stage.ts'

/** Where a filter writes: `code` over each 0 of `refused`. */
export interface Refusal extends Pick<StageContext, 'refused'> {
  readonly code: number
}

/** Refuses one row; 1 when no filter had refused it yet, else 0, also for a row outside the catalogue. */
export function refuseRow(row: number, { refused, code }: Refusal): 0 | 1 {
  if (refused[row] !== 0) return 0
  refused[row] = code
  return 1
}

/** Refuses `rows[from..to)` and tells how many no filter had refused yet. */
export function refuseRows(rows: Int32Array, to: Refusal, range: { from: number; to: number } = whole(rows)): number {
  const { refused, code } = to
  let count = 0
  for (let k = range.from; k < range.to; k++) {
    const row = rows[k]!
    // Without a branch: whether an earlier filter refused the row is anybody's guess, a processor's too.
    const hit = refused[row] === 0 ? 1 : 0 // 0 for rows outside the catalogue
    refused[row]! |= hit * code
    count += hit
  }
  return count
}

/** The same for all rows of some groups; a code that does not exist has none. */
export function refuseGroups({ indptr, rows }: Groups, codes: Iterable<number>, to: Refusal): number {
  let count = 0
  for (const code of codes) count += refuseRows(rows, to, { from: indptr[code] ?? 0, to: indptr[code + 1] ?? 0 })
  return count
}

const whole = (rows: Int32Array) => ({ from: 0, to: rows.length })

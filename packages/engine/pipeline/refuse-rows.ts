import type { Groups } from './slate.ts'
import type { StageContext } from './stage.ts'

/** Where a filter writes: `code` over each 0 of `refused`. */
export interface Refusal extends Pick<StageContext, 'refused'> {
  readonly code: number
}

/** Refuses the rows that no filter has refused yet and tells how many those are; rows outside the catalogue are none. */
export function refuseRows(rows: Iterable<number>, { refused, code }: Refusal): number {
  let count = 0
  for (const row of rows) {
    if (refused[row] !== 0) continue // also rows outside the catalogue
    refused[row] = code
    count++
  }
  return count
}

/** The same for all rows of some groups. */
export function refuseGroups(groups: Groups, codes: Iterable<number>, to: Refusal): number {
  let count = 0
  for (const code of codes) count += refuseRows(rowsOfGroup(groups, code), to)
  return count
}

/** The rows of a group; none for a code that does not exist. */
export function rowsOfGroup(groups: Groups, code: number): Int32Array {
  return groups.rows.subarray(groups.indptr[code] ?? 0, groups.indptr[code + 1] ?? 0)
}

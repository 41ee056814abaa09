import type { History } from '../data/history.ts'
import type { Contribution, Explanation } from './model.ts'

/** A sparse n x n matrix in compressed rows: what item i adds to item columns[k] is values[k], k in indptr[i]..indptr[i+1]). */
export interface SparseRows {
  /** n + 1 entries. */
  readonly indptr: Int32Array
  /** Ascending within a row. */
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** The transposed matrix by counting: O(entries + n). */
export function transposeRows({ indptr, columns, values }: SparseRows): SparseRows {
  const n = indptr.length - 1
  const to = new Int32Array(n + 1)
  for (const column of columns) to[column + 1]!++
  for (let i = 0; i < n; i++) to[i + 1]! += to[i]!
  const next = to.slice()
  const out = { indptr: to, columns: new Int32Array(columns.length), values: new Float32Array(columns.length) }
  for (let i = 0; i < n; i++)
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) {
      const slot = next[columns[k]!]!++
      out.columns[slot] = i
      out.values[slot] = values[k]!
    }
  return out
}

/** sums[j] += sum over the history of weight_i * rows[i, j]; items outside the matrix are ignored. */
export function addWeighted(sums: Float64Array, { indptr, columns, values }: SparseRows, history: History): void {
  const n = indptr.length - 1
  for (let h = 0; h < history.items.length; h++) {
    const item = history.items[h]!
    if (item < 0 || item >= n) continue
    const weight = history.weights[h]!
    const end = indptr[item + 1]!
    for (let k = indptr[item]!; k < end; k++) sums[columns[k]!]! += weight * values[k]!
  }
}

/** rows[i, j], 0 where nothing is held: a binary search in row i. */
export function elementOf({ indptr, columns, values }: SparseRows, i: number, j: number): number {
  let from = indptr[i]!
  let to = indptr[i + 1]!
  while (from < to) {
    const middle = (from + to) >> 1
    if (columns[middle]! < j) from = middle + 1
    else to = middle
  }
  return from < indptr[i + 1]! && columns[from] === j ? values[from]! : 0
}

/** A score that is a sum over the history, taken apart: `share(item)` is what one unit of weight of that item adds. */
export function explainSum(
  history: History,
  { items, share }: { readonly items: number; readonly share: (item: number) => number },
): Explanation {
  const contributions: Contribution[] = []
  for (let h = 0; h < history.items.length; h++) {
    const item = history.items[h]!
    if (item < 0 || item >= items) continue
    const contribution = history.weights[h]! * share(item)
    if (contribution !== 0) contributions.push({ row: item, contribution })
  }
  contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
  return { base: 0, contributions }
}

import type { History } from '../data/history.ts'
import type { Vocabulary } from '../data/vocabulary.ts'
import type { Contribution, Explanation } from './model.ts'

/** Sums over a history of w_i * B[i, j] for every j, B dense n x n row-major: the score of every linear item-item model. */
export function sumRows(weights: Float32Array, items: Vocabulary, history: History): Float32Array {
  const n = items.size
  const sums = new Float64Array(n)
  for (let k = 0; k < history.items.length; k++) {
    const item = history.items[k]!
    if (item < 0 || item >= n) continue
    const weight = history.weights[k]!
    const row = weights.subarray(item * n, item * n + n)
    for (let j = 0; j < n; j++) sums[j]! += weight * row[j]!
  }
  return new Float32Array(sums)
}

/** The parts of that sum for one item, largest first. */
export function explainColumn(
  weights: Float32Array,
  items: Vocabulary,
  { history, row }: { readonly history: History; readonly row: number },
): Explanation {
  const n = items.size
  items.id(row)
  const contributions: Contribution[] = []
  for (let k = 0; k < history.items.length; k++) {
    const item = history.items[k]!
    if (item < 0 || item >= n) continue
    const contribution = history.weights[k]! * weights[item * n + row]!
    if (contribution !== 0) contributions.push({ row: item, contribution })
  }
  contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
  return { base: 0, contributions }
}

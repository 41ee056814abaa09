import { stopIfCancelled } from '../data/cancel.ts'
import type { Interactions } from '../data/interactions.ts'
import type { TrainContext } from './model.ts'

/**
 * Adds X'X to the lower triangle of `gram` (n x n row-major) for the columns `chosen` (ascending item rows, n of them),
 * straight from the compressed rows: sum over readers of (items)^2 / 2 additions, X is never dense.
 */
export async function addGram(
  gram: Float32Array,
  { interactions, chosen }: { readonly interactions: Interactions; readonly chosen: Int32Array },
  context: Pick<TrainContext, 'signal' | 'onProgress'>,
): Promise<void> {
  const n = chosen.length
  const column = new Int32Array(interactions.itemIds.size).fill(-1)
  chosen.forEach((item, j) => {
    column[item] = j
  })
  const { indptr, items, weights } = interactions
  const readers = indptr.length - 1
  const columns = new Int32Array(n)
  const values = new Float32Array(n)
  for (let r = 0; r < readers; r++) {
    if (r % 4096 === 0) {
      stopIfCancelled(context.signal)
      await context.onProgress?.({ stage: 'gram', done: r, total: readers })
    }
    let count = 0
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++) {
      const j = column[items[k]!]!
      if (j < 0) continue
      columns[count] = j
      values[count++] = weights[k]!
    }
    for (let a = 0; a < count; a++) {
      const i = columns[a]!
      const value = values[a]!
      for (let b = 0; b <= a; b++) {
        const j = columns[b]!
        gram[i > j ? i * n + j : j * n + i]! += value * values[b]!
      }
    }
  }
}

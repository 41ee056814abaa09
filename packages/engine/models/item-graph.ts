import { type Interactions, readersPerItem } from '../data/interactions.ts'
import type { Matrix, SparseMatrix } from '../kernels/kernels.ts'
import { addTransposedSparse, multiplySparse } from '../kernels/sparse-matrix.ts'

/** Rn = Du^-1/2 X D^-1/2, X binary, D and Du the numbers of readers and of items: P = Rn' Rn joins items by their readers. */
export function itemGraph(interactions: Interactions): SparseMatrix {
  const { indptr, items, itemIds, readerIds } = interactions
  const readers = readersPerItem(interactions)
  const values = new Float32Array(items.length)
  for (let r = 0; r + 1 < indptr.length; r++) {
    const count = indptr[r + 1]! - indptr[r]!
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++) values[k] = 1 / Math.sqrt(count * readers[items[k]!]!)
  }
  return { rows: readerIds.size, columns: itemIds.size, indptr, indices: items, values }
}

/**
 * Sharpening of a signal on the graph for the time t: the share of an eigenvector of P with eigenvalue x that is left after
 * dB/dt = -B P, by one step of the Runge-Kutta method of fourth order, as in BSPM: 1 - tx + (tx)^2/2 - (tx)^3/6 + (tx)^4/24.
 */
export function sharpened(x: number, t: number): number {
  let left = 1
  for (let k = 4; k >= 1; k--) left = 1 - (t / k) * x * left
  return left
}

/** The same for signals in the columns of `block` (items x any): `sharpened(P, t)` times the block, in memory of its own. */
export function sharpenedBlock(graph: SparseMatrix, block: Matrix, t: number): Matrix {
  let left = block
  if (t === 0) return { ...block, values: block.values.slice() }
  for (let k = 4; k >= 1; k--) {
    const image = throughGraph(graph, left)
    const factor = t / k
    for (let at = 0; at < image.values.length; at++) image.values[at] = block.values[at]! - factor * image.values[at]!
    left = image
  }
  return left
}

/** P times the block. */
function throughGraph(graph: SparseMatrix, block: Matrix): Matrix {
  const into = { ...block, values: new Float32Array(block.values.length) }
  const chunk = new Float32Array(Math.min(chunkRows, graph.rows) * block.columns)
  for (let from = 0; from < graph.rows; from += chunkRows) {
    const rows = Math.min(chunkRows, graph.rows - from)
    const part = { rows, columns: block.columns, values: chunk.subarray(0, rows * block.columns) }
    multiplySparse(graph, block, { into: part, from })
    addTransposedSparse(graph, part, { into, from })
  }
  return into
}

const chunkRows = 1024

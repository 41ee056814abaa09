/** Rows of a training set in bins, and the gradient and hessian of the loss at each row, in pairs. */
export interface BinnedRows {
  readonly width: number
  /** Rows x width, row-major: the bin of each value within its feature. */
  readonly binned: Uint8Array
  /** 2 x rows. */
  readonly pairs: Float32Array
  /** Bins.first. */
  readonly first: Int32Array
}

/**
 * Sums of gradient and hessian per bin over some rows: bin b of feature f at 2 (first[f] + b) and the place behind it.
 * O(rows x features). Sums are taken in the order of `rows`, so the same rows give the same bits.
 */
export function fillHistogram(data: BinnedRows, rows: Int32Array, histogram: Float64Array): void {
  const { width, binned, pairs, first } = data
  histogram.fill(0)
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    const gradient = pairs[2 * row]!
    const hessian = pairs[2 * row + 1]!
    const from = row * width
    for (let feature = 0; feature < width; feature++) {
      const bin = (first[feature]! + binned[from + feature]!) << 1
      histogram[bin]! += gradient
      histogram[bin + 1]! += hessian
    }
  }
}

/** Histogram of the rows of a parent that are not in one child: parent - child, in place of the parent. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at]! -= child[at]!
}

/** Rows of a training set in bins, and the gradient and hessian of the loss at each row, in pairs. */
export interface BinnedRows {
  readonly width: number
  /** Rows x width, row-major: bins in the one line of all bins. */
  readonly binned: Uint16Array
  /** 2 x rows. */
  readonly pairs: Float32Array
}

/**
 * Sums of gradient and hessian per bin over some rows: histogram[2 b], histogram[2 b + 1]. O(rows x features).
 * Sums are taken in the order of `rows`, so the same rows give the same bits.
 */
export function fillHistogram({ width, binned, pairs }: BinnedRows, rows: Int32Array, histogram: Float64Array): void {
  histogram.fill(0)
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    const gradient = pairs[2 * row]!
    const hessian = pairs[2 * row + 1]!
    const end = row * width + width
    for (let at = row * width; at < end; at++) {
      const bin = binned[at]! << 1
      histogram[bin]! += gradient
      histogram[bin + 1]! += hessian
    }
  }
}

/** Histogram of the rows of a parent that are not in one child: parent - child, in place of the parent. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at]! -= child[at]!
}

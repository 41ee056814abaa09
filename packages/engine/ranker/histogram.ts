/** Rows of a training set in bins, and the gradient and hessian of the loss at each row, in pairs. */
export interface BinnedRows {
  /** Per feature: the bin of each row's value within the feature. */
  readonly columns: readonly Uint8Array[]
  /** 2 x rows. */
  readonly pairs: Float32Array
  /** Bins.first. */
  readonly first: Int32Array
}

/**
 * Sums of gradient and hessian per bin over some rows: bin b of feature f at 2 (first[f] + b) and the place behind it; 0 for
 * features not named. O(rows x features). Sums are taken in the order of `rows`, so the same rows give the same bits.
 *
 * Four features at a time, so that a row's number and pair are read once for four sums (1.7 ns a sum against 2.7 with rows
 * side by side in memory, where a leaf's scattered rows cost a cache miss each).
 */
export function fillHistogram(
  data: BinnedRows,
  on: { rows: Int32Array; features: Int32Array },
  into: Float64Array,
): void {
  const { rows, features } = on
  into.fill(0)
  const gathered = gather(data.pairs, rows)
  let f = 0
  for (; f + 3 < features.length; f += 4) addFour(data, { features: features.subarray(f, f + 4), rows, gathered }, into)
  for (; f < features.length; f++) addOne(data, { feature: features[f]!, rows, gathered }, into)
}

/** Histogram of the rows of a parent that are not in one child: parent - child, in place of the parent. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at]! -= child[at]!
}

function gather(pairs: Float32Array, rows: Int32Array): Float32Array {
  const gathered = new Float32Array(2 * rows.length)
  for (let k = 0; k < rows.length; k++) {
    gathered[2 * k] = pairs[2 * rows[k]!]!
    gathered[2 * k + 1] = pairs[2 * rows[k]! + 1]!
  }
  return gathered
}

interface Four {
  readonly features: Int32Array
  readonly rows: Int32Array
  readonly gathered: Float32Array
}

function addFour({ columns, first }: BinnedRows, { features, rows, gathered }: Four, into: Float64Array): void {
  const [f, g, h, i] = features as unknown as [number, number, number, number]
  const [a, b, c, d] = [columns[f]!, columns[g]!, columns[h]!, columns[i]!]
  const [fromA, fromB, fromC, fromD] = [first[f]!, first[g]!, first[h]!, first[i]!]
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    const gradient = gathered[2 * k]!
    const hessian = gathered[2 * k + 1]!
    let bin = (fromA + a[row]!) << 1
    into[bin]! += gradient
    into[bin + 1]! += hessian
    bin = (fromB + b[row]!) << 1
    into[bin]! += gradient
    into[bin + 1]! += hessian
    bin = (fromC + c[row]!) << 1
    into[bin]! += gradient
    into[bin + 1]! += hessian
    bin = (fromD + d[row]!) << 1
    into[bin]! += gradient
    into[bin + 1]! += hessian
  }
}

interface One {
  readonly feature: number
  readonly rows: Int32Array
  readonly gathered: Float32Array
}

function addOne({ columns, first }: BinnedRows, { feature, rows, gathered }: One, into: Float64Array): void {
  const column = columns[feature]!
  const from = first[feature]!
  for (let k = 0; k < rows.length; k++) {
    const bin = (from + column[rows[k]!]!) << 1
    into[bin]! += gathered[2 * k]!
    into[bin + 1]! += gathered[2 * k + 1]!
  }
}

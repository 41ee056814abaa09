/** Rows of 8-bit whole numbers with a scale each: element (i, j) is about `values[i * columns + j] * scales[i]`. */
export interface Int8Rows {
  readonly values: Int8Array
  /** One per row. */
  readonly scales: Float32Array
}

/** A dense row-major matrix in one of two precisions: 4 bytes per element, or 1 and 4 per row. */
export type RowMatrix = Float32Array | Int8Rows

/** The nearest 8-bit values, each row scaled so that its largest element is 127: an error of at most max|row| / 254. */
export function toInt8Rows(matrix: Float32Array, columns: number): Int8Rows {
  if (!(columns >= 1) || matrix.length % columns !== 0)
    throw new RangeError(`toInt8Rows: ${matrix.length} values are not rows of ${columns}`)
  const values = new Int8Array(matrix.length)
  const scales = new Float32Array(matrix.length / columns)
  for (let i = 0; i < scales.length; i++) {
    let largest = 0
    for (let k = i * columns; k < (i + 1) * columns; k++) largest = Math.max(largest, Math.abs(matrix[k]!))
    if (!Number.isFinite(largest)) throw new RangeError(`toInt8Rows: row ${i} is not finite`)
    const scale = Math.fround(largest / 127)
    scales[i] = scale
    if (scale === 0) continue
    for (let k = i * columns; k < (i + 1) * columns; k++)
      values[k] = Math.max(-127, Math.min(127, Math.round(matrix[k]! / scale)))
  }
  return { values, scales }
}

/** The matrix in single precision: itself, or a new one. */
export function toFloat32(matrix: RowMatrix): Float32Array {
  if (matrix instanceof Float32Array) return matrix
  const { values, scales } = matrix
  const columns = values.length / scales.length
  const out = new Float32Array(values.length)
  for (let i = 0, k = 0; i < scales.length; i++) for (let j = 0; j < columns; j++, k++) out[k] = values[k]! * scales[i]!
  return out
}

/** sums[j] += factor * element (row, j). */
export function addRow(sums: Float64Array, matrix: RowMatrix, { row, factor }: { row: number; factor: number }): void {
  const columns = sums.length
  if (matrix instanceof Float32Array) {
    const values = matrix.subarray(row * columns, row * columns + columns)
    for (let j = 0; j < columns; j++) sums[j]! += factor * values[j]!
  } else {
    const values = matrix.values.subarray(row * columns, row * columns + columns)
    const scaled = factor * matrix.scales[row]!
    for (let j = 0; j < columns; j++) sums[j]! += scaled * values[j]!
  }
}

/** Element (row, column) of a matrix with so many columns. */
export function elementAt(
  matrix: RowMatrix,
  columns: number,
  { row, column }: { row: number; column: number },
): number {
  const k = row * columns + column
  return matrix instanceof Float32Array ? matrix[k]! : matrix.values[k]! * matrix.scales[row]!
}

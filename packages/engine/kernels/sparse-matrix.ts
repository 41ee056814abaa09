import { checkCount, type Matrix } from './matrix.ts'

/** A sparse matrix in compressed rows: row r has `values[k]` in column `indices[k]` for k in indptr[r]..indptr[r+1]). */
export interface SparseMatrix {
  readonly rows: number
  readonly columns: number
  /** rows + 1 entries. */
  readonly indptr: Int32Array
  readonly indices: Int32Array
  readonly values: Float32Array
}

/** Throws RangeError unless the arrays fit one another and the shape. */
export function checkSparse(name: string, matrix: SparseMatrix): void {
  const { rows, columns, indptr, indices, values } = matrix
  checkCount(`rows of ${name}`, rows)
  checkCount(`columns of ${name}`, columns)
  if (indptr.length !== rows + 1 || indptr[0] !== 0 || indptr[rows] !== indices.length)
    throw new RangeError(`${name} has ${rows} rows and ${indices.length} entries, which its indptr does not say`)
  if (values.length !== indices.length)
    throw new RangeError(`${name} has ${indices.length} indices and ${values.length} values`)
  for (const column of indices)
    if (!(column >= 0 && column < columns)) throw new RangeError(`${name}: column ${column} of ${columns}`)
}

/** into[r - from] = row r of `sparse` times the dense matrix, for the rows from..from + into.rows; sums run in f64. */
export function multiplySparse(
  { indptr, indices, values }: SparseMatrix,
  { values: dense, columns: width }: Matrix,
  { into, from = 0 }: { readonly into: Matrix; readonly from?: number },
): void {
  const sum = new Float64Array(width)
  for (let row = 0; row < into.rows; row++) {
    sum.fill(0)
    const end = indptr[from + row + 1]!
    for (let k = indptr[from + row]!; k < end; k++) addScaled(sum, values[k]!, dense, indices[k]! * width)
    into.values.set(sum, row * width)
  }
}

/** into[c] += sum over the rows from..from + dense.rows of sparse[r, c] * dense[r - from]: adds the transposed product. */
export function addTransposedSparse(
  { indptr, indices, values }: SparseMatrix,
  { values: dense, columns: width, rows }: Matrix,
  { into, from = 0 }: { readonly into: Matrix; readonly from?: number },
): void {
  const target = into.values
  for (let row = 0; row < rows; row++) {
    const end = indptr[from + row + 1]!
    const start = row * width
    for (let k = indptr[from + row]!; k < end; k++) {
      const value = values[k]!
      const to = indices[k]! * width
      for (let j = 0; j < width; j++) target[to + j]! += value * dense[start + j]!
    }
  }
}

function addScaled(sum: Float64Array, factor: number, dense: Float32Array, start: number): void {
  for (let j = 0; j < sum.length; j++) sum[j]! += factor * dense[start + j]!
}

/** The same matrix with rows and columns exchanged, columns ascending in each row. O(entries + rows + columns). */
export function transposeSparse({ rows, columns, indptr, indices, values }: SparseMatrix): SparseMatrix {
  const starts = new Int32Array(columns + 1)
  for (const column of indices) starts[column + 1]!++
  for (let column = 0; column < columns; column++) starts[column + 1]! += starts[column]!
  const next = starts.slice()
  const turned = new Int32Array(indices.length)
  const moved = new Float32Array(values.length)
  for (let row = 0; row < rows; row++)
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const slot = next[indices[k]!]!++
      turned[slot] = row
      moved[slot] = values[k]!
    }
  return { rows: columns, columns: rows, indptr: starts, indices: turned, values: moved }
}

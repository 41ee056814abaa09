/** A dense row-major f32 matrix: element (i, j) is values[i * columns + j]. */
export interface Matrix {
  readonly values: Float32Array
  readonly rows: number
  readonly columns: number
}

/** Throws RangeError, naming the operand, unless its values fill its shape exactly. */
export function checkShape(name: string, matrix: Matrix): void {
  const { rows, columns, values } = matrix
  checkCount(`rows of ${name}`, rows)
  checkCount(`columns of ${name}`, columns)
  if (values.length !== rows * columns) {
    throw new RangeError(`${name} is ${rows} x ${columns} but has ${values.length} values`)
  }
}

/** As checkShape, and the matrix must be n x n. */
export function checkSquare(name: string, matrix: Matrix): void {
  checkShape(name, matrix)
  if (matrix.rows !== matrix.columns)
    throw new RangeError(`${name} is ${matrix.rows} x ${matrix.columns}: must be square`)
}

/** Throws RangeError naming both lengths unless they agree. */
export function checkSame(what: string, left: number, right: number): void {
  if (left !== right) throw new RangeError(`${what}: ${left} and ${right} differ`)
}

/** Throws RangeError unless `value` is a whole number of things. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} is ${value}: must be a whole number, 0 or more`)
}

/** Throws RangeError unless C = A B fits. */
export function checkGemm(a: Matrix, b: Matrix, c: Matrix): void {
  checkShape('a', a)
  checkShape('b', b)
  checkShape('into', c)
  checkSame('columns of a and rows of b', a.columns, b.rows)
  checkSame('rows of a and of into', a.rows, c.rows)
  checkSame('columns of b and of into', b.columns, c.columns)
}

/** Throws RangeError unless C += A^T A or A A^T fits; returns the length of the sums. */
export function checkSyrk(a: Matrix, c: Matrix, over: 'columns' | 'rows'): number {
  checkShape('a', a)
  checkSquare('into', c)
  checkSame(`${over} of a and rows of into`, a[over], c.rows)
  return over === 'columns' ? a.rows : a.columns
}

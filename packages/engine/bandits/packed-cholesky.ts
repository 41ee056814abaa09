// Cholesky on a packed lower triangle in double precision: entry (i, j <= i) at i (i + 1) / 2 + j. For the few hundred
// features of a bandit; kernels/ has the fast single-precision one for thousands.

/** In place: A = L L'. Throws on a matrix that is not positive definite. O(n^3 / 6) multiplications. */
export function cholesky(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = (i * (i + 1)) / 2
    for (let j = 0; j <= i; j++) {
      const other = (j * (j + 1)) / 2
      let sum = matrix[row + j]!
      for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[other + k]!
      if (j < i) matrix[row + j] = sum / matrix[other + j]!
      else if (sum > 0) matrix[row + i] = Math.sqrt(sum)
      else throw new RangeError(`cholesky: the matrix is not positive definite at row ${i}`)
    }
  }
}

/** In place: x becomes inverse(L) x. */
export function solveLower(factor: Float64Array, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const row = (i * (i + 1)) / 2
    let sum = x[i]!
    for (let k = 0; k < i; k++) sum -= factor[row + k]! * x[k]!
    x[i] = sum / factor[row + i]!
  }
}

/** In place: x becomes inverse(L') x. */
export function solveLowerTransposed(factor: Float64Array, x: Float64Array): void {
  for (let i = x.length - 1; i >= 0; i--) {
    const row = (i * (i + 1)) / 2
    const value = x[i]! / factor[row + i]!
    x[i] = value
    for (let k = 0; k < i; k++) x[k]! -= factor[row + k]! * value
  }
}

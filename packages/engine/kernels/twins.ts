/** The kernels as plain loops: what they mean, and the oracle of their tests. Sums run in f64 and round to f32 on storing. */
import { type Arithmetic, NotPositiveDefinite } from './arithmetic.ts'
import { checkCount, checkGemm, checkSame, checkShape, checkSquare, checkSyrk } from './matrix.ts'

export const twins: Arithmetic = {
  dot(a, b) {
    checkSame('lengths of a and b', a.length, b.length)
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
    return sum
  },

  gemm(a, b, { into: c, alpha = 1, accumulate = false }) {
    checkGemm(a, b, c)
    for (let i = 0; i < c.rows; i++) {
      for (let j = 0; j < c.columns; j++) {
        let sum = 0
        for (let k = 0; k < a.columns; k++) sum += a.values[i * a.columns + k]! * b.values[k * b.columns + j]!
        const at = i * c.columns + j
        c.values[at] = alpha * sum + (accumulate ? c.values[at]! : 0)
      }
    }
  },

  syrk(a, { into: c, over }) {
    const depth = checkSyrk(a, c, over)
    const element = (line: number, k: number): number =>
      over === 'columns' ? a.values[k * a.columns + line]! : a.values[line * a.columns + k]!
    for (let i = 0; i < c.rows; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0
        for (let k = 0; k < depth; k++) sum += element(i, k) * element(j, k)
        c.values[i * c.columns + j]! += sum
      }
    }
  },

  cholesky(matrix) {
    checkSquare('matrix', matrix)
    const { values: l, rows: n } = matrix
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = l[i * n + j]!
        for (let k = 0; k < j; k++) rest -= l[i * n + k]! * l[j * n + k]!
        if (j < i) l[i * n + j] = rest / l[j * n + j]!
        else if (rest > 0 && rest < Number.POSITIVE_INFINITY) l[i * n + i] = Math.sqrt(rest)
        else throw new NotPositiveDefinite(i, rest)
      }
    }
  },

  choleskySolve(factor, b) {
    checkSquare('factor', factor)
    checkShape('b', b)
    checkSame('rows of factor and of b', factor.rows, b.rows)
    const { values: l, rows: n } = factor
    const { values: x, columns: m } = b
    for (let column = 0; column < m; column++) {
      for (let i = 0; i < n; i++) {
        let rest = x[i * m + column]!
        for (let k = 0; k < i; k++) rest -= l[i * n + k]! * x[k * m + column]!
        x[i * m + column] = rest / l[i * n + i]!
      }
      for (let i = n - 1; i >= 0; i--) {
        let rest = x[i * m + column]!
        for (let k = i + 1; k < n; k++) rest -= l[k * n + i]! * x[k * m + column]!
        x[i * m + column] = rest / l[i * n + i]!
      }
    }
  },

  choleskyInverse(factor) {
    checkSquare('factor', factor)
    const n = factor.rows
    for (let i = 0; i < n; i++) {
      const pivot = factor.values[i * n + i]!
      if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) throw new NotPositiveDefinite(i, pivot)
    }
    const inverse = new Float32Array(n * n)
    for (let i = 0; i < n; i++) inverse[i * n + i] = 1
    twins.choleskySolve(factor, { values: inverse, rows: n, columns: n })
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        factor.values[i * n + j] = inverse[i * n + j]!
        factor.values[j * n + i] = inverse[i * n + j]!
      }
    }
  },

  topK(scores, k) {
    checkCount('k', k)
    const indices = Uint32Array.from(scores.keys()).filter((i) => !Number.isNaN(scores[i]!))
    const descending = (i: number, j: number): number =>
      scores[i]! > scores[j]! ? -1 : scores[i]! < scores[j]! ? 1 : i - j
    return indices.sort(descending).slice(0, k)
  },
}

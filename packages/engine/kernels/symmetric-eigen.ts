/** Eigenvalues, largest first, and their orthonormal eigenvectors: row i of `vectors` (n x n) belongs to `values[i]`. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/**
 * All eigenvalues and eigenvectors of a dense symmetric n x n matrix in f64 (`matrix` is left as it is).
 *
 * Householder reduction to a tridiagonal matrix, then QL steps with implicit shifts (Golub and Van Loan, "Matrix
 * Computations", 8.3): about 6 n^3 flops in all. For the small matrices inside other algorithms, n up to about 1,000.
 * Throws when a value does not converge, which takes a matrix that is not finite.
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  if (matrix.length !== n * n) throw new RangeError(`symmetricEigen: ${matrix.length} values are no ${n} x ${n} matrix`)
  const rows = new Float64Array(n * n) // becomes the eigenvectors, one a row
  for (let i = 0; i < n; i++) rows[i * n + i] = 1
  const { diagonal, beside } = tridiagonal(matrix.slice(), n, rows)
  for (let l = 0; l < n; l++) chase({ diagonal, beside, rows, n }, l)
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]! || a - b)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    vectors.set(rows.subarray(from * n, from * n + n), to * n)
  })
  return { values: Float64Array.from(order, (at) => diagonal[at]!), vectors }
}

interface Tridiagonal {
  readonly diagonal: Float64Array
  /** beside[i] is the element (i, i + 1); the last is 0. */
  readonly beside: Float64Array
}

/** Reflects `a` to tridiagonal form in place and applies the same reflections to `rows`. */
function tridiagonal(a: Float64Array, n: number, rows: Float64Array): Tridiagonal {
  const v = new Float64Array(n)
  const p = new Float64Array(n)
  const beside = new Float64Array(n)
  for (let k = 0; k + 2 < n; k++) {
    let square = 0
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k]!
      square += v[i]! * v[i]!
    }
    const head = v[k + 1]!
    const norm = head > 0 ? -Math.sqrt(square) : Math.sqrt(square)
    beside[k] = norm
    if (square === head * head) {
      beside[k] = head // already zero below
      continue
    }
    v[k + 1] = head - norm
    const scale = 1 / (norm * (norm - head)) // 2 / |v|^2
    reflectBothSides({ a, v, p, n }, k + 1, scale)
    reflectRows({ rows, v, p, n }, k + 1, scale)
  }
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2]!
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), beside }
}

interface Reflection {
  readonly v: Float64Array
  /** Work space. */
  readonly p: Float64Array
  readonly n: number
}

/** a := H a H on the rows and columns from `from` on, H = I - scale v v'. */
function reflectBothSides(
  { a, v, p, n }: Reflection & { readonly a: Float64Array },
  from: number,
  scale: number,
): void {
  let vp = 0
  for (let i = from; i < n; i++) {
    let sum = 0
    for (let j = from; j < n; j++) sum += a[i * n + j]! * v[j]!
    p[i] = scale * sum
    vp += p[i]! * v[i]!
  }
  const half = (scale * vp) / 2
  for (let i = from; i < n; i++) p[i]! -= half * v[i]!
  for (let i = from; i < n; i++) {
    const [vi, pi] = [v[i]!, p[i]!]
    for (let j = from; j < n; j++) a[i * n + j]! -= vi * p[j]! + pi * v[j]!
  }
}

/** rows := H rows. */
function reflectRows(
  { rows, v, p, n }: Reflection & { readonly rows: Float64Array },
  from: number,
  scale: number,
): void {
  p.fill(0)
  for (let i = from; i < n; i++) for (let j = 0; j < n; j++) p[j]! += v[i]! * rows[i * n + j]!
  for (let i = from; i < n; i++) {
    const factor = scale * v[i]!
    for (let j = 0; j < n; j++) rows[i * n + j]! -= factor * p[j]!
  }
}

interface Chase extends Tridiagonal {
  readonly rows: Float64Array
  readonly n: number
}

/** QL steps until the element beside row l vanishes: diagonal[l] is then an eigenvalue. */
function chase(state: Chase, l: number): void {
  for (let step = 0; step <= 60; step++) {
    const m = firstSplit(state, l)
    if (m === l) return
    qlStep(state, l, m)
  }
  throw new Error('symmetricEigen: an eigenvalue did not converge; is every element finite?')
}

function firstSplit({ diagonal, beside, n }: Chase, l: number): number {
  let m = l
  while (m + 1 < n) {
    const size = Math.abs(diagonal[m]!) + Math.abs(diagonal[m + 1]!)
    if (Math.abs(beside[m]!) <= Number.EPSILON * size) break
    m++
  }
  return m
}

/** One implicit QL step on the block l..m with Wilkinson's shift. */
function qlStep({ diagonal, beside, rows, n }: Chase, l: number, m: number): void {
  const q = (diagonal[l + 1]! - diagonal[l]!) / (2 * beside[l]!)
  const root = Math.sqrt(q * q + 1)
  let g = diagonal[m]! - diagonal[l]! + beside[l]! / (q + (q >= 0 ? root : -root))
  let [sine, cosine, shift] = [1, 1, 0]
  for (let i = m - 1; i >= l; i--) {
    const f = sine * beside[i]!
    const b = cosine * beside[i]!
    const r = Math.sqrt(f * f + g * g)
    beside[i + 1] = r
    if (r === 0) {
      diagonal[i + 1]! -= shift
      beside[m] = 0
      return
    }
    sine = f / r
    cosine = g / r
    g = diagonal[i + 1]! - shift
    const turn = (diagonal[i]! - g) * sine + 2 * cosine * b
    shift = sine * turn
    diagonal[i + 1] = g + shift
    g = cosine * turn - b
    rotate(rows, { upper: i * n, lower: (i + 1) * n, n }, { sine, cosine })
  }
  diagonal[l]! -= shift
  beside[l] = g
  beside[m] = 0
}

function rotate(
  rows: Float64Array,
  { upper, lower, n }: { readonly upper: number; readonly lower: number; readonly n: number },
  { sine, cosine }: { readonly sine: number; readonly cosine: number },
): void {
  for (let j = 0; j < n; j++) {
    const f = rows[lower + j]!
    const e = rows[upper + j]!
    rows[lower + j] = sine * e + cosine * f
    rows[upper + j] = cosine * e - sine * f
  }
}

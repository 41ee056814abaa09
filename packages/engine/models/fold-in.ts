import { exp2, ln } from '../data/portable-math.ts'

/** How the penalty of one row grows with its pairs; the words of IalsConfig. */
interface PenaltyConfig {
  readonly reg: number
  readonly unobservedWeight: number
  readonly regExponent: number
}

/** lambda * (pairs + a0 * others)^nu, for a row with `pairs` pairs among `others` rows of the other side. */
export function foldInPenalty(
  config: PenaltyConfig,
  size: { readonly pairs: number; readonly others: number },
): number {
  const count = size.pairs + config.unobservedWeight * size.others
  return config.reg * (config.regExponent === 1 ? count : exp2((config.regExponent * ln(count)) / Math.LN2))
}

export interface FoldInProblem {
  /** Item factors, d per row, in coordinates where the part of A that every history shares is a diagonal. */
  readonly factors: Float32Array
  /** D: that diagonal, the penalty included; d numbers above 0. */
  readonly diagonal: Float64Array
  /** n item rows of the history and their weights, above 0. */
  readonly rows: readonly number[]
  readonly weights: readonly number[]
}

interface FoldIn {
  /** w = A^-1 times the weighted sum of the history's factors, A = D + sum over the history of x h h'. */
  readonly vector: Float64Array
  /** x_i h_i' A^-1 h for each item i of the history: what it adds to the score w . h of an item with factors h. */
  shares(target: ArrayLike<number>): Float64Array
}

/**
 * Solves in as many unknowns as there are items in the history or coordinates, whichever is less (Woodbury's identity):
 * m^2 max(n, d) / 2 + m^3 / 6 multiplications, m = min(n, d), in f64. Only + - * / and square roots, so every engine gives
 * the same bits.
 */
export function foldIn({ factors, diagonal, rows, weights }: FoldInProblem): FoldIn {
  const [n, d] = [rows.length, diagonal.length]
  const scale = diagonal.map((value) => 1 / Math.sqrt(value))
  const u = new Float64Array(n * d) // h_i / sqrt(D), one a row
  for (let i = 0; i < n; i++)
    for (let j = 0, at = rows[i]! * d; j < d; j++, at++) u[i * d + j] = factors[at]! * scale[j]!
  const scaled = { u, n, d, scale, weights }
  return n <= d ? overHistory(scaled) : overCoordinates(scaled)
}

interface Scaled {
  readonly u: Float64Array
  readonly n: number
  readonly d: number
  readonly scale: Float64Array
  readonly weights: readonly number[]
}

/** K = X^-1 + U U', n x n: w = U' K^-1 1 / sqrt(D), shares = K^-1 U (h / sqrt(D)). */
function overHistory({ u, n, d, scale, weights }: Scaled): FoldIn {
  const k = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = u.subarray(i * d, i * d + d)
    for (let j = 0; j <= i; j += 4) fourDots(row, u, { from: j, to: k, at: i * n + j, most: i - j })
    k[i * n + i]! += 1 / weights[i]!
  }
  factorLower(k, n)
  const alpha = solveFactored(k, new Float64Array(n).fill(1))
  const vector = new Float64Array(d)
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) vector[j]! += alpha[i]! * u[i * d + j]!
  for (let j = 0; j < d; j++) vector[j]! *= scale[j]!
  return {
    vector,
    shares(target) {
      const h = scale.map((value, j) => value * target[j]!)
      const t = Float64Array.from({ length: n }, (_, i) => dot(u, i * d, { of: h, from: 0, d }))
      return solveFactored(k, t)
    },
  }
}

/** A = I + U' X U, d x d: w = A^-1 U' x / sqrt(D), shares = x_i u_i . A^-1 (h / sqrt(D)). */
function overCoordinates({ u, n, d, scale, weights }: Scaled): FoldIn {
  const a = new Float64Array(d * d)
  const sum = new Float64Array(d)
  for (let j = 0; j < d; j++) a[j * d + j] = 1
  for (let i = 0; i < n; i++)
    for (let r = 0; r < d; r++) {
      const value = weights[i]! * u[i * d + r]!
      sum[r]! += value
      for (let c = 0, at = r * d, from = i * d; c <= r; c++, at++, from++) a[at]! += value * u[from]!
    }
  factorLower(a, d)
  return {
    vector: solveFactored(a, sum).map((value, j) => value * scale[j]!),
    shares(target) {
      const direction = solveFactored(
        a,
        scale.map((value, j) => value * target[j]!),
      )
      return Float64Array.from({ length: n }, (_, i) => weights[i]! * dot(u, i * d, { of: direction, from: 0, d }))
    },
  }
}

/** to[at + r] = row . line from + r of u, for r = 0..3 but not above `most`. */
function fourDots(
  row: Float64Array,
  u: Float64Array,
  { from, to, at, most }: { from: number; to: Float64Array; at: number; most: number },
): void {
  const d = row.length
  const p = from * d
  const q = (from + Math.min(1, most)) * d
  const r = (from + Math.min(2, most)) * d
  const s = (from + Math.min(3, most)) * d
  let [a, b, c, e] = [0, 0, 0, 0]
  for (let j = 0; j < d; j++) {
    const x = row[j]!
    a += x * u[p + j]!
    b += x * u[q + j]!
    c += x * u[r + j]!
    e += x * u[s + j]!
  }
  to[at] = a
  if (most > 0) to[at + 1] = b
  if (most > 1) to[at + 2] = c
  if (most > 2) to[at + 3] = e
}

/** a[at..] . of[from..] over d elements, in four sums. */
function dot(a: Float64Array, at: number, b: { of: Float64Array; from: number; d: number }): number {
  const { of, from, d } = b
  let [s, t, p, q] = [0, 0, 0, 0]
  let j = 0
  for (; j + 4 <= d; j += 4) {
    s += a[at + j]! * of[from + j]!
    t += a[at + j + 1]! * of[from + j + 1]!
    p += a[at + j + 2]! * of[from + j + 2]!
    q += a[at + j + 3]! * of[from + j + 3]!
  }
  for (; j < d; j++) s += a[at + j]! * of[from + j]!
  return s + t + (p + q)
}

/** A = L L' in place of the lower triangle of A, m x m. */
function factorLower(a: Float64Array, m: number): void {
  for (let i = 0; i < m; i++) {
    const row = i * m
    for (let j = 0; j <= i; j++) {
      const rest = a[row + j]! - dot(a, row, { of: a, from: j * m, d: j })
      a[row + j] = j < i ? rest / a[j * m + j]! : Math.sqrt(rest)
    }
  }
}

function solveFactored(l: Float64Array, b: Float64Array): Float64Array {
  const m = b.length
  const x = b.slice()
  for (let i = 0; i < m; i++) {
    let rest = x[i]!
    for (let k = 0; k < i; k++) rest -= l[i * m + k]! * x[k]!
    x[i] = rest / l[i * m + i]!
  }
  for (let i = m - 1; i >= 0; i--) {
    const value = x[i]! / l[i * m + i]!
    x[i] = value
    for (let k = 0; k < i; k++) x[k]! -= value * l[i * m + k]!
  }
  return x
}

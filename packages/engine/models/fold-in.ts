import { exp2, ln } from '../data/portable-math.ts'

/** How the penalty of one row grows with its pairs; the words of IalsConfig. */
export interface PenaltyConfig {
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
  readonly d: number
  /** Item factors, d per row. */
  readonly factors: Float32Array
  /** d x d, the part of the matrix that every history shares. */
  readonly gram: Float64Array
  readonly penalty: number
  /** Item rows of the history and their weights. */
  readonly rows: readonly number[]
  readonly weights: readonly number[]
}

/**
 * The matrix A = gram + penalty I + sum over the history of weight h h', factored as L L' in f64: rows * d^2 / 2 + d^3 / 6
 * multiplications. `solve` gives A^-1 b. Only + - * / and square roots, so every engine gives the same bits.
 */
export function foldIn({ d, factors, gram, penalty, rows, weights }: FoldInProblem): {
  solve(b: Float64Array): Float64Array
} {
  const a = gram.slice()
  for (let i = 0; i < d; i++) a[i * d + i]! += penalty
  const h = new Float64Array(d)
  for (let k = 0; k < rows.length; k++) {
    const from = rows[k]! * d
    for (let j = 0; j < d; j++) h[j] = factors[from + j]!
    const weight = weights[k]!
    for (let i = 0; i < d; i++) {
      const scaled = weight * h[i]!
      for (let j = 0, at = i * d; j <= i; j++, at++) a[at]! += scaled * h[j]!
    }
  }
  factorLower(a, d)
  return { solve: (b) => solveFactored(a, b) }
}

/** A = L L' in place of A's lower triangle. */
function factorLower(a: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    const row = i * d
    for (let j = 0; j < i; j++) {
      const other = j * d
      let rest = a[row + j]!
      for (let k = 0; k < j; k++) rest -= a[row + k]! * a[other + k]!
      a[row + j] = rest / a[other + j]!
    }
    let rest = a[row + i]!
    for (let k = 0; k < i; k++) rest -= a[row + k]! * a[row + k]!
    a[row + i] = Math.sqrt(rest)
  }
}

function solveFactored(l: Float64Array, b: Float64Array): Float64Array {
  const d = b.length
  const x = b.slice()
  for (let i = 0; i < d; i++) {
    let rest = x[i]!
    for (let k = 0; k < i; k++) rest -= l[i * d + k]! * x[k]!
    x[i] = rest / l[i * d + i]!
  }
  for (let i = d - 1; i >= 0; i--) {
    const value = x[i]! / l[i * d + i]!
    x[i] = value
    for (let k = 0; k < i; k++) x[k]! -= value * l[i * d + k]!
  }
  return x
}

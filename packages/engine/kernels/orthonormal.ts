import type { Matrix } from './matrix.ts'
import { parallelGemm, parallelSyrk } from './parallel.ts'
import type { KernelPool } from './pool.ts'

/**
 * Makes the columns of `block` orthonormal: what comes back is `block` or `spare`, the other is spoiled. All in the arena.
 *
 * Repeated Cholesky QR with a small shift while the columns are nearly dependent (Fukaya et al., "Shifted Cholesky QR",
 * 2020): every pass is one syrk and one gemm, 3 n b^2 flops, and two to four passes are enough in f32.
 */
export async function orthonormal(
  pool: KernelPool,
  block: Matrix,
  { spare, gram }: { readonly spare: Matrix; readonly gram: Matrix },
): Promise<Matrix> {
  let [from, to] = [block, spare]
  for (let pass = 0; pass < mostPasses; pass++) {
    gram.values.fill(0)
    await parallelSyrk(pool, from, { over: 'columns', into: gram })
    const off = mostOffDiagonal(gram)
    if (off < enough) return from
    writeInverseFactor(gram, off > 0.5 ? shift : 0)
    await parallelGemm(pool, [from, gram], { into: to })
    ;[from, to] = [to, from]
  }
  return from
}

const mostPasses = 6
const enough = 2e-6
const shift = 1e-5

/** Largest |g_ij| / sqrt(g_ii g_jj) off the diagonal and |g_ii - 1| on it. */
function mostOffDiagonal({ values: g, rows: n }: Matrix): number {
  let most = 0
  for (let i = 0; i < n; i++) {
    most = Math.max(most, Math.abs(g[i * n + i]! - 1))
    for (let j = 0; j < i; j++) {
      const both = Math.sqrt(g[i * n + i]! * g[j * n + j]!)
      if (both > 0) most = Math.max(most, Math.abs(g[i * n + j]!) / both)
    }
  }
  return most
}

/** Replaces G (lower triangle) by D L^-T, where D G D has a unit diagonal and L L' = D G D + shift: X D L^-T is orthonormal. */
function writeInverseFactor({ values: g, rows: n }: Matrix, add: number): void {
  const scale = Float64Array.from({ length: n }, (_, i) => (g[i * n + i]! > 0 ? 1 / Math.sqrt(g[i * n + i]!) : 1))
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = g[i * n + j]! * scale[i]! * scale[j]! + (i === j ? add : 0)
      for (let k = 0; k < j; k++) rest -= l[i * n + k]! * l[j * n + k]!
      l[i * n + j] = i === j ? Math.sqrt(Math.max(rest, smallestPivot)) : rest / l[j * n + j]!
    }
  }
  const inverse = invertLower(l, n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) g[i * n + j] = j < i ? 0 : scale[i]! * inverse[j * n + i]!
}

const smallestPivot = 1e-7

function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, i * n + n)
    row[i] = 1
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k]!
      const above = k * n
      for (let j = 0; j <= k; j++) row[j]! -= factor * inverse[above + j]!
    }
    for (let j = 0; j <= i; j++) row[j]! /= l[i * n + i]!
  }
  return inverse
}

// Diagonal blocks of a blocked factorisation: lower Cholesky and the inverse of its triangle.

import { EVERYTHING, gemm } from './product'
import { axpy, dot } from './vector'

const INNER: usize = 32

/** Lower Cholesky of an n x n block in place, n small. Returns the first pivot that is not positive and finite, or -1. */
function factorRows(a: usize, lda: usize, n: usize): i32 {
  for (let i: usize = 0; i < n; i++) {
    const row = a + i * lda * 4
    for (let j: usize = 0; j < i; j++) {
      const other = a + j * lda * 4
      store<f32>(row + j * 4, (load<f32>(row + j * 4) - dot(row, other, j)) / load<f32>(other + j * 4))
    }
    const pivot = load<f32>(row + i * 4) - dot(row, row, i)
    if (!(pivot > 0 && pivot < f32.MAX_VALUE)) {
      store<f32>(row + i * 4, pivot)
      return <i32>i
    }
    store<f32>(row + i * 4, sqrt<f32>(pivot))
  }
  return -1
}

/** w = inverse of the lower triangle of l, n x n, n small; the upper triangle of w becomes zero. */
function invertRows(l: usize, ldl: usize, w: usize, ldw: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const row = w + i * ldw * 4
    const from = l + i * ldl * 4
    memory.fill(row, 0, n * 4)
    const scale: f32 = 1 / load<f32>(from + i * 4)
    for (let k: usize = 0; k < i; k++) axpy(row, w + k * ldw * 4, -scale * load<f32>(from + k * 4), k + 1)
    store<f32>(row + i * 4, scale)
  }
}

/**
 * Lower Cholesky of one diagonal block in place, n at most BLOCK_DEPTH; the strict upper triangle is not touched.
 * `work` holds INNER x INNER floats. Returns the first bad pivot, left on the diagonal, or -1.
 */
export function factorBlock(a: usize, lda: usize, n: usize, work: usize): i32 {
  for (let k: usize = 0; k < n; k += INNER) {
    const width = min(INNER, n - k)
    const corner = a + (k * lda + k) * 4
    const bad = factorRows(corner, lda, width)
    if (bad >= 0) return <i32>k + bad
    const below = n - k - width
    if (below === 0) break
    const panel = corner + width * lda * 4
    invertRows(corner, lda, work, INNER, width)
    gemm(below, width, width, 1, panel, lda, 1, work, 1, INNER, panel, lda, 0, EVERYTHING)
    gemm(below, below, width, -1, panel, lda, 1, panel, 1, lda, panel + width * 4, lda, 1, 0)
  }
  return -1
}

/** w = inverse of the lower triangle of l, n at most BLOCK_DEPTH: row blocks of INNER, each from those above it. */
function invertBlock(l: usize, ldl: usize, w: usize, ldw: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += INNER) {
    const height = min(INNER, n - i)
    const row = w + i * ldw * 4
    const corner = row + i * 4
    for (let r: usize = 0; r < height; r++) memory.fill(row + r * ldw * 4, 0, n * 4)
    invertRows(l + (i * ldl + i) * 4, ldl, corner, ldw, height)
    if (i === 0) continue
    gemm(height, i, i, -1, l + i * ldl * 4, ldl, 1, w, ldw, 1, row, ldw, 0, EVERYTHING)
    gemm(height, i, height, 1, corner, ldw, 1, row, ldw, 1, row, ldw, 0, EVERYTHING)
  }
}

/**
 * The serial step of a blocked factorisation: factors the diagonal block `a` in place when `factored` is 0, then writes
 * the inverse of its triangle to `inverse`, n x n with leading dimension ldi >= INNER. On a bad pivot stores its number,
 * counted from `first`, at `status` and the pivot itself at status + 4.
 */
export function diagonalBlock(
  a: usize,
  lda: usize,
  n: usize,
  inverse: usize,
  ldi: usize,
  status: usize,
  first: i32,
  factored: i32,
): void {
  let bad: i32 = -1
  if (factored) {
    for (let i: usize = 0; i < n && bad < 0; i++) {
      const pivot = load<f32>(a + (i * lda + i) * 4)
      if (!(pivot > 0 && pivot < f32.MAX_VALUE)) bad = <i32>i
    }
  } else {
    bad = factorBlock(a, lda, n, inverse)
  }
  if (bad >= 0) {
    store<i32>(status, first + bad)
    store<f32>(status + 4, load<f32>(a + (<usize>bad * lda + bad) * 4))
    return
  }
  invertBlock(a, lda, inverse, ldi, n)
}

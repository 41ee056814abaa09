// Systems solved with a Cholesky factor.

import { EVERYTHING, gemm } from './product'
import { axpy, dot } from './vector'

const SOLVE_BLOCK: usize = 64

/** Solves L L^T X = B in place, L n x n lower with leading dimension ldl, B n x m row-major with leading dimension ldb. */
export function choleskySolve(l: usize, ldl: usize, n: usize, b: usize, ldb: usize, m: usize): void {
  if (m === 1 && ldb === 1) {
    solveVector(l, ldl, n, b)
    return
  }
  for (let k: usize = 0; k < n; k += SOLVE_BLOCK) {
    const height = min(SOLVE_BLOCK, n - k)
    const rows = b + k * ldb * 4
    const corner = l + (k * ldl + k) * 4
    if (k > 0) gemm(height, m, k, -1, l + k * ldl * 4, ldl, 1, b, ldb, 1, rows, ldb, 1, EVERYTHING)
    for (let i: usize = 0; i < height; i++) {
      const row = rows + i * ldb * 4
      for (let p: usize = 0; p < i; p++) axpy(row, rows + p * ldb * 4, -load<f32>(corner + (i * ldl + p) * 4), m)
      divide(row, load<f32>(corner + (i * ldl + i) * 4), m)
    }
  }
  const blocks = (n + SOLVE_BLOCK - 1) / SOLVE_BLOCK
  for (let block = blocks; block > 0; block--) {
    const k = (block - 1) * SOLVE_BLOCK
    const height = min(SOLVE_BLOCK, n - k)
    const rows = b + k * ldb * 4
    const corner = l + (k * ldl + k) * 4
    const below = n - k - height
    if (below > 0) {
      gemm(
        height,
        m,
        below,
        -1,
        corner + height * ldl * 4,
        1,
        ldl,
        rows + height * ldb * 4,
        ldb,
        1,
        rows,
        ldb,
        1,
        EVERYTHING,
      )
    }
    for (let left = height; left > 0; left--) {
      const i = left - 1
      const row = rows + i * ldb * 4
      for (let p = left; p < height; p++) axpy(row, rows + p * ldb * 4, -load<f32>(corner + (p * ldl + i) * 4), m)
      divide(row, load<f32>(corner + (i * ldl + i) * 4), m)
    }
  }
}

function divide(row: usize, by: f32, n: usize): void {
  for (let j: usize = 0; j < n; j++) store<f32>(row + j * 4, load<f32>(row + j * 4) / by)
}

export function solveVector(l: usize, ldl: usize, n: usize, b: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const row = l + i * ldl * 4
    store<f32>(b + i * 4, (load<f32>(b + i * 4) - dot(row, b, i)) / load<f32>(row + i * 4))
  }
  for (let left = n; left > 0; left--) {
    const i = left - 1
    const row = l + i * ldl * 4
    const x = load<f32>(b + i * 4) / load<f32>(row + i * 4)
    store<f32>(b + i * 4, x)
    axpy(b, row, -x, i)
  }
}

import type { Matrix } from './matrix.ts'

/** C = alpha * A * B, or C += when `accumulate`. */
export interface GemmOptions {
  readonly alpha?: number
  readonly accumulate?: boolean
}

/** `columns`: C += A^T A, A is k x n (a Gram matrix). `rows`: C += A A^T, A is n x k. */
export interface SyrkOptions {
  readonly over: 'columns' | 'rows'
}

/**
 * The kernels as functions of plain arrays, f32; one contract, held by the WebAssembly kernels and by their readable twins.
 *
 * Wrong shapes throw RangeError. Operands must not overlap. An array that already lies in the kernels' arena is used in
 * place; any other is copied in, and back out when it is a result.
 */
export interface Arithmetic {
  /** Sum of a[i] * b[i]. */
  dot(a: Float32Array, b: Float32Array): number
  /** C (m x n) = alpha * A (m x k) * B (k x n), all into `c`. k = 0 gives zeros. */
  gemm(a: Matrix, b: Matrix, options: GemmOptions & { readonly into: Matrix }): void
  /** Adds A^T A or A A^T to the lower triangle of `into` (n x n); its strict upper triangle is not touched. */
  syrk(a: Matrix, options: SyrkOptions & { readonly into: Matrix }): void
  /**
   * A = L L^T in place: reads the lower triangle, leaves L there, does not touch the strict upper triangle.
   * Throws NotPositiveDefinite with the pivot's number.
   */
  cholesky(matrix: Matrix): void
  /** Solves (L L^T) X = B in place of B (n x m), L from `cholesky`. */
  choleskySolve(factor: Matrix, b: Matrix): void
  /** L becomes (L L^T)^-1 in place, both triangles. Throws NotPositiveDefinite when a diagonal element is not positive. */
  choleskyInverse(factor: Matrix): void
  /** Indices of the k largest scores, best first; ties go to the lower index; NaN is never returned, so there may be fewer. */
  topK(scores: Float32Array, k: number): Uint32Array
}

/** The matrix has no Cholesky factor in f32; `pivot` is the first row where it failed. What was overwritten stays so. */
export class NotPositiveDefinite extends Error {
  override readonly name = 'NotPositiveDefinite'
  readonly pivot: number
  readonly value: number

  constructor(pivot: number, value: number) {
    super(`the matrix is not positive definite: pivot ${pivot} is ${value}`)
    this.pivot = pivot
    this.value = value
  }
}

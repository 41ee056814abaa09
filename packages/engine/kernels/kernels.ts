// Dense f32 linear algebra for the models: products, Cholesky, SPD inverse, dot, top-k, in SIMD WebAssembly.
// Sparse: truncatedSvd alone. Not here: anything but f32, threads themselves (the server's training/kernel-threads.ts opens a pool).
// Start at arithmetic.ts, which says what each kernel means, and twins.ts, the same as plain loops.
// One instance, synchronous: instantiateKernels. Several threads: KernelPool (pool.ts) under spd-inverse.ts and parallel.ts.
// A blocked algorithm is a schedule: batches of independent jobs, so one thread and many give the same bytes.
import type { Arena } from './arena.ts'
import type { Arithmetic } from './arithmetic.ts'
import { bindKernels, createPoolMemory } from './pool.ts'
import { simdArithmetic } from './simd-arithmetic.ts'

export type { Arena } from './arena.ts'
export { type Arithmetic, NotPositiveDefinite } from './arithmetic.ts'
export type { KernelJob } from './job.ts'
export { type LeastSquares, leastSquaresBytes, parallelLeastSquares } from './least-squares.ts'
export type { Matrix } from './matrix.ts'
export { parallelCholesky, parallelGemm, parallelSyrk } from './parallel.ts'
export { type KernelPool, serialPool } from './pool.ts'
export type { SparseMatrix } from './sparse-matrix.ts'
export { spdInverse, spdInverseBytes, withMatrix } from './spd-inverse.ts'
export { parallelTallGram, tallGramBytes } from './tall-gram.ts'
export { type TruncatedSvd, truncatedSvd, truncatedSvdBytes } from './truncated-svd.ts'

/** The kernels on the calling thread, and the memory where operands need no copying. */
export interface Kernels extends Arithmetic {
  readonly arena: Arena
}

/** Bytes of arena when none are named; the system commits them as they are touched. */
const defaultBytes = 64 << 20

/**
 * Compiles the kernels over a memory of their own, with `bytes` of arena. Throws RangeError beyond 4 GiB.
 *
 * @example
 * const kernels = instantiateKernels()
 * const scores = new Float32Array([0.2, 0.9, 0.5])
 * kernels.topK(scores, 2) // Uint32Array [1, 2]
 */
export function instantiateKernels(bytes: number = defaultBytes): Kernels {
  const { memory, scratch, arena } = createPoolMemory(bytes, { threads: 1, shared: false })
  return { arena, ...simdArithmetic(bindKernels(memory, scratch[0]!), arena) }
}

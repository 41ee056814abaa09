import { type Arena, arenaBytes } from './arena.ts'
import { NotPositiveDefinite } from './arithmetic.ts'
import type { KernelJob, Region } from './job.ts'
import { regionAt } from './job.ts'
import type { Span } from './schedule.ts'

/** Rows factored at a time. Part of the meaning of the results: another size sums in another order. */
export const blockSize = 128

/** What the blocked factorisations need beside the matrix. */
export interface FactorWork {
  /** Inverse of the current diagonal block's triangle, blockSize x blockSize. */
  readonly inverse: Region
  /** n x blockSize: the current block column (and row, transposed) times that inverse. */
  readonly panel: Region
  /** The job that factors (unless `factored`) and inverts the diagonal block of a. */
  diagonalJob(a: Region, block: Span, options: { readonly factored: boolean }): KernelJob
  /** Throws NotPositiveDefinite when the last diagonal job met a bad pivot. */
  check(): void
}

/** Allocates the workspace for an n x n matrix. */
export function allocateFactorWork(arena: Arena, n: number): FactorWork {
  const inverse = region(arena, arena.floats(blockSize * blockSize))
  const panel = region(arena, arena.floats(n * blockSize))
  const value = arena.floats(2)
  const pivot = new Int32Array(value.buffer, value.byteOffset, 1)
  pivot[0] = -1
  return {
    inverse,
    panel,
    diagonalJob(a, block, { factored }) {
      const corner = regionAt(a, block.from, block.from)
      const size = block.to - block.from
      const into = [inverse.pointer, inverse.stride, value.byteOffset, block.from, factored ? 1 : 0]
      return { kernel: 'diagonalBlock', args: [corner.pointer, corner.stride, size, ...into] }
    },
    check() {
      if (pivot[0] !== -1) throw new NotPositiveDefinite(pivot[0]!, value[1]!)
    },
  }
}

/** Bytes of arena that the workspace takes. */
export function factorWorkBytes(n: number): number {
  return arenaBytes(blockSize * blockSize) + arenaBytes(n * blockSize) + arenaBytes(2)
}

function region(arena: Arena, values: Float32Array): Region {
  return { pointer: arena.find(values)!, stride: blockSize }
}

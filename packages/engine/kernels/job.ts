import type { WasmKernels } from './wasm.ts'

/** The kernels a pool can run, in the order of their numbers in a thread's job table. */
export const jobKernels = ['gemm', 'diagonalBlock', 'copyRows', 'mirror', 'leastSquares'] as const

/** One call of a kernel as plain data: pointers into the shared memory, sizes and flags, as assembly/ declares them. */
export interface KernelJob {
  readonly kernel: (typeof jobKernels)[number]
  readonly args: readonly number[]
}

/** No job has more arguments. */
export const mostJobArguments = 14

/** Runs one job on one instance. */
export function runJob(kernels: WasmKernels, job: KernelJob): void {
  kernels[job.kernel](...job.args)
}

/** A stretch of a row-major f32 matrix: address of its first element, floats from row to row. */
export interface Region {
  readonly pointer: number
  readonly stride: number
}

/** The part of a region that begins at element (row, column). */
export function regionAt(region: Region, row: number, column: number): Region {
  return { pointer: region.pointer + 4 * (row * region.stride + column), stride: region.stride }
}

/** An operand of a product: a region as it lies, or transposed. */
export interface Operand {
  readonly region: Region
  readonly transposed: boolean
}

export function asIs(region: Region): Operand {
  return { region, transposed: false }
}

export function transposed(region: Region): Operand {
  return { region, transposed: true }
}

/** A product's result: C (rows x columns) = alpha * A * B over `depth`. */
export interface GemmShape {
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly alpha?: number
  readonly accumulate?: boolean
  /** Only elements (i, j) with j <= i + band are written; all of them when absent. */
  readonly band?: number
}

/** C (+)= alpha * A * B as a job. */
export function gemmJob(a: Operand, b: Operand, c: Region & GemmShape): KernelJob {
  const band = c.band ?? c.rows + c.columns
  const sizes = [c.rows, c.columns, c.depth, c.alpha ?? 1]
  return {
    kernel: 'gemm',
    args: [...sizes, ...strides(a), ...strides(b), c.pointer, c.stride, c.accumulate ? 1 : 0, band],
  }
}

/** Pointer, floats from row to row, floats from column to column. */
function strides({ region, transposed }: Operand): readonly number[] {
  return transposed ? [region.pointer, 1, region.stride] : [region.pointer, region.stride, 1]
}

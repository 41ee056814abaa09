import { type KernelJob, runJob } from './job.ts'
import type { KernelPool } from './pool.ts'
import type { WasmKernels } from './wasm.ts'

/** Jobs that do not depend on one another, and the share of the work (0..1) that is done after them. */
export interface Batch {
  readonly jobs: readonly KernelJob[]
  readonly done: number
}

/** A blocked algorithm as batches to be run one after another; it may look at the memory in between, and throw. */
export type Schedule = Iterable<Batch>

/** What a caller of a long calculation may watch and stop. An AbortSignal is a fitting `signal`. */
export interface RunOptions {
  /** The share of the work that is done, 0..1. */
  readonly onProgress?: (fraction: number) => void
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown }
}

/** Runs a schedule here and now. */
export function runHere(kernels: WasmKernels, schedule: Schedule): void {
  for (const batch of schedule) for (const job of batch.jobs) runJob(kernels, job)
}

/** Runs a schedule on a pool. Rejects with the signal's reason (or an AbortError) between two batches when it is aborted. */
export async function runOn(pool: KernelPool, schedule: Schedule, options: RunOptions = {}): Promise<void> {
  const { onProgress, signal } = options
  for (const batch of schedule) {
    if (signal?.aborted)
      throw signal.reason ?? Object.assign(new Error('the calculation was aborted'), { name: 'AbortError' })
    if (batch.jobs.length > 0) await pool.run(batch.jobs)
    onProgress?.(batch.done)
  }
}

/** From one row (or column) up to, not including, another. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** from..to cut into spans of at most `size`. */
export function spans(from: number, to: number, size: number): Span[] {
  const cut: Span[] = []
  for (let at = from; at < to; at += size) cut.push({ from: at, to: Math.min(at + size, to) })
  return cut
}

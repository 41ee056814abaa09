import { type Arena, createArena } from './arena.ts'
import { type KernelJob, runJob } from './job.ts'
import { plainWasm, scratchBytes, sharedWasm } from './kernels-wasm.gen.ts'
import { createMemory, instantiateWasm, isShared, type WasmKernels, type WasmMemory } from './wasm.ts'

/** Something that runs jobs over one memory. The parallel algorithms are written against this and nothing else. */
export interface KernelPool {
  readonly threads: number
  /** Where operands live; only one calculation at a time may use it. */
  readonly arena: Arena
  /** Runs all jobs, in any order, each once. Rejects when one fails; what the jobs wrote is then undefined. */
  run(jobs: readonly KernelJob[]): Promise<void>
}

/** One memory cut up: a scratch region per thread, then the arena. */
export interface PoolMemory {
  readonly memory: WasmMemory
  /** Byte address of each thread's scratch region. */
  readonly scratch: readonly number[]
  readonly arena: Arena
}

/** A memory with `bytes` of arena and scratch for `threads`. Throws RangeError when that is more than 4 GiB. */
export function createPoolMemory(
  bytes: number,
  options: { readonly threads: number; readonly shared: boolean },
): PoolMemory {
  const { threads, shared } = options
  const start = 64 // address 0 is nobody's
  const from = start + threads * scratchBytes
  const memory = createMemory(from + bytes, { shared })
  const scratch = Array.from({ length: threads }, (_, thread) => start + thread * scratchBytes)
  return { memory, scratch, arena: createArena(memory, { from, to: from + bytes }) }
}

/** A fresh instance of the kernels over `memory`, packing into `scratch`; one per thread. */
export function bindKernels(memory: WasmMemory, scratch: number): WasmKernels {
  const kernels = instantiateWasm(isShared(memory) ? sharedWasm : plainWasm, memory)
  kernels.bind(scratch)
  return kernels
}

/** A pool of the calling thread alone, with `bytes` of arena: for browsers, tests and small work. */
export function serialPool(bytes: number): KernelPool {
  const { memory, scratch, arena } = createPoolMemory(bytes, { threads: 1, shared: false })
  const kernels = bindKernels(memory, scratch[0]!)
  return {
    threads: 1,
    arena,
    async run(jobs) {
      for (const job of jobs) runJob(kernels, job)
    },
  }
}

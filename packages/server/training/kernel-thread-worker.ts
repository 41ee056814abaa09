// One thread of kernel-threads.ts: sleeps until there is a batch, takes jobs until none is left, and again. A job that
// fails ends the thread with its error, which the main thread hears.
import { parentPort, workerData } from 'node:worker_threads'
import { runJob } from '@lectern/engine/kernels/job.ts'
import { bindKernels } from '@lectern/engine/kernels/pool.ts'
import type { WasmMemory } from '@lectern/engine/kernels/wasm.ts'
import { type JobTable, places, readJob } from './kernel-job-table.ts'

/** What the main thread starts a worker with. */
export interface ThreadStart {
  readonly memory: WasmMemory
  readonly scratch: number
  readonly threads: number
  readonly table: JobTable
}

const { memory, scratch, threads, table } = workerData as ThreadStart
const { state } = table
const kernels = bindKernels(memory, scratch)
parentPort?.postMessage('ready')

for (let batch = 1; ; batch++) {
  Atomics.wait(state, places.batch, batch - 1)
  for (;;) {
    const place = Atomics.add(state, places.next, 1)
    if (place >= Atomics.load(state, places.count)) break
    runJob(kernels, readJob(table, place))
  }
  if (Atomics.add(state, places.idle, 1) === threads - 1) parentPort?.postMessage('finished')
}

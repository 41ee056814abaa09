import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { KernelJob } from '@lectern/engine/kernels/job.ts'
import { createPoolMemory, type KernelPool } from '@lectern/engine/kernels/pool.ts'
import { createJobTable, places, tableLength, writeJob } from './kernel-job-table.ts'
import type { ThreadStart } from './kernel-thread-worker.ts'

/** A pool of worker threads over one shared memory. It keeps the process alive until it is closed. */
interface KernelThreads extends KernelPool {
  /** Ends the threads, also in the middle of a run, which then rejects. */
  close(): Promise<void>
}

/**
 * Starts `threads` workers over a memory with `bytes` of arena. The calling thread only waits, so it goes on serving.
 *
 * `run` rejects while another run is under way, and for good once a thread has failed or the pool is closed. Throws
 * RangeError when `threads` is not a positive integer or the memory would exceed 4 GiB.
 *
 * @example
 * const pool = await openKernelThreads({ threads: 2, bytes: spdInverseBytes(n) })
 * try { await withMatrix(pool, n, (matrix) => spdInverse(pool, fill(matrix))) } finally { await pool.close() }
 */
export async function openKernelThreads(options: {
  readonly threads: number
  readonly bytes: number
}): Promise<KernelThreads> {
  const { threads, bytes } = options
  if (!Number.isSafeInteger(threads) || threads < 1) throw new RangeError(`threads is ${threads}: must be 1 or more`)
  const { memory, scratch, arena } = createPoolMemory(bytes, { threads, shared: true })
  const table = createJobTable()
  const { state } = table
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => undefined) // heard by whoever runs next
  let stopped: Error | null = null
  let running = false
  let batch = 0
  // A message, not Atomics.waitAsync: Node 24 lost its wake-up once in some thousand batches, and training stood still.
  let finished = (): void => undefined

  const stop = (error: Error): void => {
    stopped ??= error
    broken.reject(stopped)
  }
  const workers = scratch.map((region) => {
    const workerData: ThreadStart = { memory, scratch: region, threads, table }
    const worker = new Worker(new URL('./kernel-thread-worker.ts', import.meta.url), { workerData })
    worker.on('error', (cause) => stop(new Error(`a kernel thread failed: ${cause.message}`, { cause })))
    worker.on('message', () => finished())
    worker.on('exit', () => stop(new Error('a kernel thread ended')))
    return worker
  })

  const close = async (): Promise<void> => {
    stop(new Error('the kernel threads are closed'))
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  /** Hands out at most tableLength jobs and waits for the last worker to find none left. */
  const runBatch = async (jobs: readonly KernelJob[]): Promise<void> => {
    jobs.forEach((job, place) => {
      writeJob(table, place, job)
    })
    const done = Promise.withResolvers<void>()
    finished = done.resolve
    Atomics.store(state, places.idle, 0)
    Atomics.store(state, places.next, 0)
    Atomics.store(state, places.count, jobs.length)
    batch++
    Atomics.store(state, places.batch, batch)
    Atomics.notify(state, places.batch)
    await Promise.race([done.promise, broken.promise])
  }

  const run = async (jobs: readonly KernelJob[]): Promise<void> => {
    if (stopped !== null) throw stopped
    if (running) throw new Error('a run is under way on these kernel threads: await it first')
    running = true
    try {
      for (let from = 0; from < jobs.length; from += tableLength) await runBatch(jobs.slice(from, from + tableLength))
    } finally {
      running = false
    }
  }

  try {
    await Promise.race([Promise.all(workers.map((worker) => once(worker, 'message'))), broken.promise])
  } catch (error) {
    await close()
    throw error
  }
  return { threads, arena, run, close }
}

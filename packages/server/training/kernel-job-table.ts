import { jobKernels, type KernelJob, mostJobArguments } from '@lectern/engine/kernels/job.ts'

/** What the main thread and the workers say to one another: a few counters, and the jobs of the current batch. */
export interface JobTable {
  readonly state: Int32Array<SharedArrayBuffer>
  readonly jobs: Float64Array<SharedArrayBuffer>
}

/** Places in `state`. */
export const places = {
  /** Number of the current batch; workers sleep on it. */
  batch: 0,
  /** Jobs in the current batch. */
  count: 1,
  /** The next job nobody has taken. */
  next: 2,
  /** Workers that have nothing left to take. */
  idle: 3,
} as const

/** Jobs in one batch at most; longer lists go in several. */
export const tableLength = 4096

const width = 2 + mostJobArguments // kernel, number of arguments, arguments

export function createJobTable(): JobTable {
  return {
    state: new Int32Array(new SharedArrayBuffer(Object.keys(places).length * 4)),
    jobs: new Float64Array(new SharedArrayBuffer(tableLength * width * 8)),
  }
}

/** Writes a job at a place of the table. */
export function writeJob(table: JobTable, place: number, job: KernelJob): void {
  const at = place * width
  table.jobs[at] = jobKernels.indexOf(job.kernel)
  table.jobs[at + 1] = job.args.length
  table.jobs.set(job.args, at + 2)
}

/** The job at a place of the table. */
export function readJob(table: JobTable, place: number): KernelJob {
  const at = place * width
  const count = table.jobs[at + 1]!
  return { kernel: jobKernels[table.jobs[at]!]!, args: Array.from(table.jobs.subarray(at + 2, at + 2 + count)) }
}

// Parsing what strangers wrote, in processes of its own: one that hangs, eats memory or dies costs that one document. Jobs
// are pure functions of a module; only their input and result cross. Each process has a capped heap, may read nothing but
// the program's own files, and is killed at a limit of time, processor or memory, then replaced.
// Not here: fetching. Start at `openSandbox`.
import { type ParserProcess, startParser } from './parser-process.ts'

/** What a module of jobs exports as `jobs`; values that structured cloning can carry. */
export type SandboxJobs = Readonly<Record<string, (...input: never[]) => unknown>>

export type Sandboxed<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'failed'
      /** `threw`: the job itself; the others cost the process. */
      readonly why: 'threw' | 'too-large' | 'time' | 'processor' | 'memory' | 'died'
      readonly detail: string
    }

export interface SandboxLimits {
  /** At once; more wait. */
  readonly processes: number
  /** From starting a process until it is ready; of moments in which this process ran, as `wallMs`. */
  readonly startMs: number
  /** Of one job, by the clock on the wall. Moments in which this process stood still as well do not count. */
  readonly wallMs: number
  /** Of one job, by its processor; where the system tells (Linux). */
  readonly processorMs: number
  readonly heapMb: number
  /** With what is outside the heap; where the system tells (Linux). */
  readonly memoryMb: number
  readonly maxResultBytes: number
  /** A process is replaced after so many: what a parser leaks ends. */
  readonly jobsPerProcess: number
  /** A process without work ends after so long. */
  readonly idleMs: number
}

const defaults: SandboxLimits = {
  processes: 1,
  startMs: 60_000,
  wallMs: 60_000,
  processorMs: 10_000,
  heapMb: 256,
  memoryMb: 640,
  maxResultBytes: 8 * 1024 * 1024,
  jobsPerProcess: 500,
  idleMs: 150_000,
}

export interface Sandbox<Jobs extends SandboxJobs> {
  /** Never throws for what the job does. */
  run<K extends keyof Jobs & string>(
    job: K,
    ...input: Parameters<Jobs[K]>
  ): Promise<Sandboxed<Awaited<ReturnType<Jobs[K]>>>>
  /** Processes that were ended because of a job. */
  killed(): number
  close(): void
}

/** `module` exports `jobs`; it is loaded in the other process only. */
export function openSandbox<Jobs extends SandboxJobs>(module: URL, limits: Partial<SandboxLimits> = {}): Sandbox<Jobs> {
  const all = { ...defaults, ...limits }
  const idle: ParserProcess[] = []
  const busy = new Set<ParserProcess>()
  const waiting: ((process: ParserProcess) => void)[] = []
  let killed = 0
  let closed = false
  const take = (): Promise<ParserProcess> => {
    const free = idle.pop() ?? (busy.size < all.processes ? startParser(module, all) : undefined)
    if (free === undefined) return new Promise((done) => waiting.push(done))
    busy.add(free)
    return Promise.resolve(free)
  }
  const giveBack = (used: ParserProcess): void => {
    busy.delete(used)
    const fit = used.alive() && used.jobsDone() < all.jobsPerProcess && !closed
    if (!fit) used.end()
    const next = waiting.shift()
    if (next !== undefined) {
      const process = fit ? used : startParser(module, all)
      busy.add(process)
      next(process)
    } else if (fit) idle.push(used.endAfter(all.idleMs, () => idle.splice(idle.indexOf(used), 1)))
  }
  return {
    async run(job, ...input) {
      if (closed) return { kind: 'failed', why: 'died', detail: 'The sandbox is closed.' }
      const process = await take()
      try {
        const got = await process.run(job, input)
        if (!process.alive()) killed += 1
        return got as never
      } finally {
        giveBack(process)
      }
    },
    killed: () => killed,
    close() {
      closed = true
      for (const process of [...idle, ...busy]) process.end()
    },
  }
}

// One process that runs jobs, one at a time, and what it has used while it does.
import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize } from 'node:v8'
import type { Sandboxed, SandboxLimits } from './sandbox.ts'

export interface ParserProcess {
  run(job: string, input: readonly unknown[]): Promise<Sandboxed<unknown>>
  alive(): boolean
  jobsDone(): number
  /** Ends it when there is no work for so long. Answers itself. */
  endAfter(ms: number, ended: () => void): ParserProcess
  end(): void
}

/** What the child sends: first `ready`, then one answer for each job. */
export type ChildMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly why: 'threw' | 'too-large'; readonly detail: string }

type Failing = Extract<Sandboxed<unknown>, { kind: 'failed' }>

const root = fileURLToPath(new URL('../../../../', import.meta.url))
/** The program itself, and nothing that anybody put beside it. */
const readable = (module: URL): string[] => [
  join(root, 'packages'),
  join(root, 'node_modules'),
  dirname(fileURLToPath(module)),
]
const watchMs = 100
/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const tickMs = 10

export function startParser(module: URL, limits: SandboxLimits): ParserProcess {
  const child = fork(
    fileURLToPath(new URL('child.ts', import.meta.url)),
    [module.href, String(limits.maxResultBytes)],
    {
      execArgv: [
        `--max-old-space-size=${limits.heapMb}`,
        '--disallow-code-generation-from-strings',
        '--disable-warning=ExperimentalWarning',
        '--permission',
        ...readable(module).map((folder) => `--allow-fs-read=${folder}`),
      ],
      serialization: 'advanced',
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  )
  let alive = true
  let jobs = 0
  let answer: ((message: ChildMessage) => void) | undefined
  let verdict: Failing | undefined
  const died = new Promise<Failing>((done) => {
    const over = (how: string): void => {
      alive = false
      done(
        verdict ?? { kind: 'failed', why: how === 'SIGABRT' ? 'memory' : 'died', detail: `The parser ended (${how}).` },
      )
    }
    child.once('exit', (code, signal) => over(signal ?? String(code)))
    child.once('error', (cause) => over(cause.message))
  })
  const ready = new Promise<void>((done) => {
    child.once('message', () => done())
  })
  child.on('message', (message: ChildMessage) => answer?.(message))
  keepUp(child, false)
  const kill = (why: Failing['why'], detail: string): void => {
    verdict ??= { kind: 'failed', why, detail }
    alive = false
    child.kill('SIGKILL')
  }
  let idle: NodeJS.Timeout | undefined
  const parser: ParserProcess = {
    alive: () => alive,
    jobsDone: () => jobs,
    end: () => kill('died', 'The sandbox is closed.'),
    endAfter(ms, ended) {
      idle = setTimeout(() => {
        ended()
        parser.end()
      }, ms).unref()
      return parser
    },
    async run(job, input) {
      clearTimeout(idle)
      keepUp(child, true)
      let stop = watch(child, { ...limits, wallMs: limits.startMs, processorMs: limits.startMs }, kill)
      try {
        await Promise.race([ready, died])
        stop()
        if (!alive) return await died
        stop = watch(child, limits, kill)
        const told = new Promise<ChildMessage>((done) => {
          answer = done
        })
        // A failure to send is told by its end.
        child.send({ job, input }, () => undefined)
        const message = await Promise.race([told, died])
        jobs += 1
        if (message.kind === 'done') return { kind: 'done', value: deserialize(message.bytes) }
        return message as Failing
      } finally {
        stop()
        answer = undefined
        keepUp(child, false)
      }
    },
  }
  return parser
}

/** Only a process at work keeps this one from ending. */
function keepUp(child: ChildProcess, busy: boolean): void {
  if (busy) child.ref()
  else child.unref()
  if (busy) child.channel?.ref()
  else child.channel?.unref()
}

type Limits = Pick<SandboxLimits, 'wallMs' | 'processorMs' | 'memoryMb'>

/** Looks every moment at what the process has used since now. Answers how to stop looking. */
function watch(child: ChildProcess, limits: Limits, kill: (why: Failing['why'], detail: string) => void): () => void {
  let before: number | undefined
  let moments = 0
  const look = async (): Promise<void> => {
    moments += 1
    if (moments * watchMs > limits.wallMs) kill('time', `The job took more than ${limits.wallMs} ms.`)
    const used = await usageOf(child.pid)
    if (used === null) return
    before ??= used.processorMs
    if (used.processorMs - before > limits.processorMs)
      kill('processor', `The job used more than ${limits.processorMs} ms of a processor.`)
    else if (used.memoryMb > limits.memoryMb) kill('memory', `The job used more than ${limits.memoryMb} MB.`)
  }
  void look()
  const timer = setInterval(() => void look(), watchMs)
  return () => clearInterval(timer)
}

/** null where the system does not tell. */
async function usageOf(pid: number | undefined): Promise<{ processorMs: number; memoryMb: number } | null> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ])
    // The name in brackets may hold anything; the fields behind it begin with the state, field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const residentKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    return { processorMs: (Number(fields[11]) + Number(fields[12])) * tickMs, memoryMb: residentKb / 1024 }
  } catch {
    return null
  }
}

// Gorse as a server of its own: SQLite for data and lists, a folder and a port of its own, all cores.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'

export interface GorseServer {
  readonly url: string
  readonly process: ChildProcess
  post(path: string, body: unknown): Promise<void>
  list(reader: string, n: number): Promise<string[]>
  /** Answers when its tasks are done: trained, and a list kept for every reader. Null when `seconds` were not enough. */
  warmed(seconds: number): Promise<number | null>
  /** What its tasks are at. */
  tasks(): Promise<string>
  /** Stops it and starts it on the same data: its tasks begin at once. */
  again(): Promise<GorseServer>
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

interface GorseSettings {
  /** `fm`: lists are made once per cycle and kept. `none`: what the named recommenders have is joined per request. */
  readonly ranker: 'fm' | 'none'
  readonly recommenders: readonly string[]
  /** Model searches of many trials would take hours on this much data; the defaults of its models are taken. */
  readonly epochs: number
}

export async function startGorse(program: string, settings: GorseSettings): Promise<GorseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-gorse-'))
  for (const name of ['blob', 'cache']) mkdirSync(join(folder, name))
  return await start(program, { folder, settings })
}

async function start(program: string, of: { folder: string; settings: GorseSettings }): Promise<GorseServer> {
  const { folder, settings } = of
  const [http, rpc] = [await freePort(), await freePort()]
  const config = join(folder, 'config.toml')
  writeFileSync(config, configText({ folder, http, rpc }, settings))
  const args = ['-c', config, '--cache-path', join(folder, 'cache'), '--log-path', join(folder, 'log')]
  const child = spawn(program, args, { stdio: 'ignore' })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    const impatience = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(impatience)
  }
  const url = `http://127.0.0.1:${http}`
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(url + path)
    if (!answer.ok) throw new Error(`Gorse answered ${answer.status} to ${path}: ${await answer.text()}`)
    return await answer.json()
  }
  await until(async () => (await fetch(`${url}/api/health/live`)).ok, { seconds: 60, child })
  const tasks = async () => (await get('/api/dashboard/tasks')) as Task[]
  return {
    url,
    process: child,
    async post(path, body) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`Gorse answered ${answer.status} to ${path}: ${await answer.text()}`)
      await answer.arrayBuffer()
    },
    list: async (reader, n) => (await get(`/api/recommend/${encodeURIComponent(reader)}?n=${n}`)) as string[],
    async warmed(seconds) {
      const begun = performance.now()
      const finished = async () => (await tasks()).some((task) => task.Name === last && task.Status === 'Complete')
      const there = await until(finished, { seconds, child }).then(
        () => true,
        () => false,
      )
      return there ? (performance.now() - begun) / 1000 : null
    },
    tasks: async () => (await tasks()).map((task) => `${task.Name} ${task.Count}/${task.Total}`).join(', '),
    async again() {
      await stop()
      return await start(program, of)
    },
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The last task of a cycle. */
const last = 'Collect Garbage in Cache'

interface Task {
  readonly Name: string
  readonly Status: string
  readonly Count: number
  readonly Total: number
}

async function until(
  holds: () => Promise<boolean>,
  { seconds, child }: { seconds: number; child: ChildProcess },
): Promise<void> {
  const end = performance.now() + 1000 * seconds
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`Gorse ended with ${child.exitCode}`)
    if (await holds().catch(() => false)) return
    await new Promise((done) => setTimeout(done, 200))
  }
  throw new Error(`Gorse was not ready within ${seconds} s`)
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function configText(
  { folder, http, rpc }: { folder: string; http: number; rpc: number },
  { ranker, recommenders, epochs }: GorseSettings,
): string {
  return `[database]
data_store = "sqlite://${folder}/data.db"
cache_store = "sqlite://${folder}/cache.db"
[master]
host = "127.0.0.1"
port = ${rpc}
http_host = "127.0.0.1"
http_port = ${http}
n_jobs = ${availableParallelism()}
[server]
auto_insert_user = true
auto_insert_item = true
[recommend]
cache_size = 100
[recommend.data_source]
positive_feedback_types = ["open"]
[[recommend.non-personalized]]
name = "popular"
score = "count(feedback, .FeedbackType == 'open')"
[recommend.collaborative]
type = "mf"
fit_epoch = ${epochs}
optimize_period = "0m"
[recommend.ranker]
type = "${ranker}"
recommenders = ${JSON.stringify(recommenders)}
fit_epoch = ${epochs}
optimize_period = "0m"
[recommend.fallback]
recommenders = ["latest"]
[blob]
uri = "${folder}/blob"
`
}

/** Memory of a process and what it started, in MB: pages that several of them share count once (Pss). */
export function treeMb(root: number): number {
  return ownMb(root) + childrenOf(root).reduce((sum, pid) => sum + treeMb(pid), 0)
}

function childrenOf(pid: number): number[] {
  return told(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
}

function ownMb(pid: number): number {
  const kb =
    /^Pss:\s+(\d+)/m.exec(told(`/proc/${pid}/smaps_rollup`)) ?? /^VmRSS:\s+(\d+)/m.exec(told(`/proc/${pid}/status`))
  return Number(kb?.[1] ?? 0) / 1024
}

/** Empty when the process has ended or is not ours to look at. */
function told(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

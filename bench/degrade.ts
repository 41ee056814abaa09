// What readers see while things break under load: no list may fail, the rung is told, and all is as before when the cause
// is gone, without a restart. The data folder is a small file system of its own, so that it can be filled.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Breakage, breakages, type Stage } from './breakages.ts'
import { makeData } from './gorse-data.ts'
import { loadedLectern, outside } from './lectern-loaded.ts'
import type { Measurement, Report } from './measurement.ts'
import type { LoadSeen, OpenLoad, SecondSeen } from './open-load.ts'

const listsPerSecond = 50
const eventsPerSecond = 50
const calmSeconds = 5
const brokenSeconds = 10
const mendedSeconds = 20
const folderMb = 900
const program = fileURLToPath(new URL('../packages/server/cli/main.ts', import.meta.url))

interface Seen {
  readonly name: string
  readonly lists: number
  readonly failed: number
  readonly rungs: string
  /** By status or error. */
  readonly failures: string
  readonly worstMs: number
  readonly eventsDown: number
  /** Seconds from mending to the first second like before; null: not within the time. */
  readonly recovery: number | null
}

export const degrade: Measurement = {
  name: 'degrade',
  about: `${listsPerSecond} lists/s and ${eventsPerSecond} events/s while the database is killed, frozen, its disk filled, the worker killed, the model file spoiled, and at a start without a database: lists that failed.`,
  async run(report) {
    const folder = smallFolder()
    const seen: Seen[] = []
    try {
      const lectern = await loadedLectern(makeData(0.02, Date.now()), report.line, {
        folder: folder.path,
        args: ['--no-jobs'],
      })
      const worker = startWorker(lectern.server.data)
      const stage: Stage = { data: lectern.server.data, worker }
      const load = { url: lectern.server.url, secret: lectern.secret, readers: 1000, items: 2000 }
      try {
        for (const breakage of breakages) seen.push(await through(breakage, { stage, load, report }))
      } finally {
        worker.kill('SIGKILL')
        await lectern.server.stop()
      }
      seen.push(await coldStart(stage.data, { load, report }))
    } finally {
      folder.remove()
    }
    const failed = seen.reduce((sum, each) => sum + each.failed, 0)
    const back = seen.every(({ recovery }) => recovery !== null)
    return {
      name: 'degrade',
      value: failed,
      unit: 'lists failed',
      peer: null,
      ratio: null,
      bar: 'no list fails, every breakage is recovered from without a restart',
      holds: failed === 0 && back,
      details: {
        'per breakage': `${calmSeconds} s before, ${brokenSeconds} s broken, ${mendedSeconds} s after`,
        'how lists failed': seen
          .filter(({ failed: count }) => count > 0)
          .map(({ name, failures }) => `${name}: ${failures}`),
        'data folder': `a tmpfs of ${folderMb} MB`,
      },
      table: {
        head: [
          'broken',
          'lists',
          'failed',
          'rungs meanwhile',
          'slowest list ms',
          'events refused',
          'recovered after s',
        ],
        rows: seen.map((each) => [
          each.name,
          each.lists,
          each.failed,
          each.rungs,
          Math.round(each.worstMs),
          each.eventsDown,
          each.recovery ?? 'not',
        ]),
      },
    }
  },
}

type Load = Pick<OpenLoad, 'url' | 'secret' | 'readers' | 'items'>
interface Under {
  readonly load: Load
  readonly report: Report
}

async function through(breakage: Breakage, { stage, load, report }: Under & { stage: Stage }): Promise<Seen> {
  report.line(breakage.name)
  const running = underLoad(load, calmSeconds + brokenSeconds + mendedSeconds)
  await sleep(calmSeconds * 1000)
  const mend = await breakage.cause(stage)
  await sleep(brokenSeconds * 1000)
  await mend()
  return tell(breakage.name, await running, calmSeconds)
}

const underLoad = (load: Load, seconds: number): Promise<LoadSeen> =>
  outside<LoadSeen>(new URL('open-load.ts', import.meta.url), {
    ...load,
    lists: listsPerSecond,
    events: eventsPerSecond,
    seconds,
    seed: 'degrade',
  })

/** The second generator runs for a moment longer than it was asked to: what it saw then counts as well. */
function tell(name: string, { seconds, lists }: LoadSeen, calm: number): Seen {
  const sum = (all: readonly SecondSeen[], of: (second: SecondSeen) => number) =>
    all.reduce((total, second) => total + of(second), 0)
  const failedIn = (second: SecondSeen) => Object.values(second.failed).reduce((total, count) => total + count, 0)
  const broken = seconds.slice(calm, calm + brokenSeconds)
  const after = seconds.slice(calm + brokenSeconds)
  const asBefore = after.findIndex(
    ({ rungs: made, events }) => (made.personal ?? 0) > 0 && (made.stored ?? 0) === 0 && events.accepted > 0,
  )
  return {
    name,
    lists: lists + sum(seconds, failedIn),
    failed: sum(seconds, failedIn),
    failures: counted(seconds.map(({ failed }) => failed)),
    rungs: counted(broken.map(({ rungs }) => rungs)),
    worstMs: Math.max(...seconds.map(({ worstMs }) => worstMs)),
    eventsDown: sum(seconds, ({ events }) => events.failed),
    recovery: asBefore < 0 ? null : asBefore + 1,
  }
}

/** Such as `personal 3, popular 4`. */
function counted(all: readonly Readonly<Record<string, number>>[]): string {
  const sums = new Map<string, number>()
  for (const one of all) for (const [name, count] of Object.entries(one)) sums.set(name, (sums.get(name) ?? 0) + count)
  return [...sums].map(([name, count]) => `${name} ${count}`).join(', ')
}

/** The server was stopped; its database will not start until it is mended. The port stays the same for the load. */
async function coldStart(data: string, { load, report }: Under): Promise<Seen> {
  const name = 'start without a database'
  report.line(name)
  const control = join(data, 'postgres', 'global', 'pg_control')
  renameSync(control, `${control}.away`)
  const port = new URL(load.url).port
  const child = spawn(process.execPath, [program, 'serve', '--data', data, '--port', port, '--json', '--no-jobs'], {
    stdio: 'ignore',
    detached: true,
  })
  try {
    const begun = performance.now()
    while (!(await alive(load))) {
      if (performance.now() - begun > 60_000) throw new Error('no list within a minute of the start')
      await sleep(50)
    }
    report.line(`first list after ${Math.round(performance.now() - begun)} ms`)
    const running = underLoad(load, brokenSeconds + mendedSeconds)
    await sleep(brokenSeconds * 1000)
    renameSync(`${control}.away`, control)
    return tell(name, await running, 0)
  } finally {
    child.kill('SIGTERM')
    await new Promise((done) => child.once('exit', done))
  }
}

const alive = ({ url }: Load): Promise<boolean> =>
  fetch(`${url}/v1/recommendations?n=5`).then(
    (answer) => answer.ok,
    () => false,
  )

function startWorker(data: string): ChildProcess {
  return spawn(process.execPath, [program, 'work', '--data', data], { stdio: 'ignore' })
}

function smallFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'lectern-degrade-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${folderMb}m,mode=755`, 'tmpfs', path])
  return {
    path,
    remove() {
      const pid = join(path, 'postgres', 'postmaster.pid')
      if (existsSync(pid)) process.kill(Number(readFileSync(pid, 'utf8').split('\n')[0]), 'SIGQUIT')
      execFileSync('umount', ['--lazy', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}

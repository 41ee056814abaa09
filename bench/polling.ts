// 5,000 feeds polled twice by the passes that `lectern work` makes: once when nothing is known of what their servers said, once
// as every hour after. Processor time and memory of the poller, its parsers and its database; what was fetched twice.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FeedServerSeen } from './feed-server.ts'
import type { Measurement, Report } from './measurement.ts'
import { hasNews } from './polled-feeds.ts'
import type { PassSeen } from './polling-worker.ts'
import { usageOf } from './process-usage.ts'

const count = 5000
const hours = [
  { hour: 1, name: 'nothing known of the servers' },
  { hour: 2, name: 'an hour later' },
]
const hostsAtOnce = 8
const sampleMs = 250

interface Seen {
  readonly name: string
  readonly pass: PassSeen
  readonly server: FeedServerSeen
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
}

export const polling: Measurement = {
  name: 'polling',
  about: `${count} feeds on ${count / 2} hosts polled from a server of their own, one in five with a new entry whose page is fetched and read: processor seconds and memory of poller, parsers and database`,
  async run(report) {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-polling-'))
    const server = start('feed-server.ts', {})
    try {
      const { port } = await next<{ port: number }>(server)
      report.line(`Seeding ${count} feeds …`)
      const worker = start('polling-worker.ts', { dataDir: folder, port, count })
      await next(worker)
      const database = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
      const seen: Seen[] = []
      for (const { hour, name } of hours) {
        server.send({ hour })
        await next(server)
        seen.push(await onePass({ name, worker, server, roots: [worker.pid!, database], report }))
      }
      worker.send('end')
      await new Promise((done) => worker.once('exit', done))
      return resultOf(seen)
    } finally {
      server.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function onePass({
  name,
  worker,
  server,
  roots,
  report,
}: {
  name: string
  worker: ChildProcess
  server: ChildProcess
  roots: readonly number[]
  report: Report
}): Promise<Seen> {
  report.line(name)
  const before = usageOf(roots).cpuSeconds
  const began = performance.now()
  let peakMb = 0
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, usageOf(roots).memoryMb)
  }, sampleMs)
  worker.send('pass')
  const pass = await next<PassSeen>(worker)
  clearInterval(sampling)
  const wallSeconds = (performance.now() - began) / 1000
  const cpuSeconds = usageOf(roots).cpuSeconds - before
  server.send('tell')
  return { name, pass, server: await next<FeedServerSeen>(server), wallSeconds, cpuSeconds, peakMb }
}

function resultOf(seen: readonly Seen[]) {
  const cpu = Math.max(...seen.map(({ cpuSeconds }) => cpuSeconds))
  const peak = Math.max(...seen.map(({ peakMb }) => peakMb))
  const twice = seen.reduce((sum, { server }) => sum + server.twice, 0)
  // Pauses are not waited for here; eight hosts at once share them.
  const hourSeconds = Math.max(...seen.map(({ wallSeconds, pass }) => wallSeconds + pass.pausedMs / 1000 / hostsAtOnce))
  const all = seen.every(({ server }) => server.feeds === count)
  const news = hours.reduce(
    (sum, { hour }) => sum + Array.from({ length: count }, (_, feed) => hasNews(feed, hour)).filter(Boolean).length,
    0,
  )
  const fetched = seen.at(-1)!.server.pages
  return {
    name: 'polling',
    value: Math.round(cpu),
    unit: `processor seconds for ${count} feeds`,
    peer: null,
    ratio: null,
    bar: `${count} feeds within an hour of one core and 1 GB, nothing fetched twice`,
    holds: cpu < 3600 && peak < 1024 && hourSeconds < 3600 && twice === 0 && all && fetched === news,
    details: {
      'share of one core at 5,000 feeds an hour': `${((100 * cpu) / 3600).toFixed(1)} %`,
      'most memory': `${Math.round(peak)} MB, proportional shares of poller, parsers and PostgreSQL`,
      'time with the pauses between requests to one host': `${Math.round(hourSeconds)} s, ${hostsAtOnce} hosts at once`,
      'fetched twice': twice,
      'pages fetched': `${fetched} of ${news} new entries`,
    },
    table: {
      head: ['hour', 'feeds', 'not modified', 'new', 'pages in all', 'wall s', 'processor s', 'peak MB'],
      rows: seen.map(({ name, server, pass, wallSeconds, cpuSeconds, peakMb }) => [
        name,
        server.feeds,
        server.notModified,
        pass.feeds.new ?? 0,
        server.pages,
        wallSeconds.toFixed(1),
        cpuSeconds.toFixed(1),
        Math.round(peakMb),
      ]),
    },
  }
}

const start = (file: string, options: object): ChildProcess =>
  fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

/** The next message. @throws when the process ends before. */
const next = <T>(child: ChildProcess): Promise<T> =>
  new Promise((done, fail) => {
    const ended = (code: number | null): void => fail(new Error(`a process of the measurement ended (${code})`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      done(message as T)
    })
  })

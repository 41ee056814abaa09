// The real server under a moderate mixed load for half an hour: memory after garbage collection, resident memory, file
// handles and database connections every ten seconds. Few readers and items, so that what is kept by number is full early.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeData, startServer, temporaryData } from '@lectern/server/cli/testing.ts'
import { type Inspected, inspect } from './inspected-memory.ts'
import { outside, secretKey } from './lectern-loaded.ts'
import { type Measurement, median, type Report } from './measurement.ts'
import { blockSlope, type Slope } from './slope.ts'
import type { SoakLoad, SoakSeen } from './soak-load.ts'

const minutes = Number(process.env.LECTERN_SOAK_MINUTES ?? 30)
// The server refuses names it does not know.
delete process.env.LECTERN_SOAK_MINUTES
const everyMs = 10_000
/** Samples of one minute make one block. */
const perBlock = 6
const readers = 30
const rates = { list: 20, next: 4, events: 4, newtab: 2, health: 1 }
/** Growth of less than this share of what is held, per hour, is what a bounded cache still takes in. */
const allowedPerHour = 0.01

interface Sample {
  readonly minute: number
  /** Heap and buffers right after a collection. */
  readonly liveMb: number
  readonly residentMb: number
  readonly handles: number
  readonly connections: number
}

export const soak: Measurement = {
  name: 'soak',
  about: `Memory, file handles and database connections of the server in ${minutes} minutes of ${rates.list} lists/s, ${rates.next} next pages/s, ${rates.events} batches of events/s, ${rates.newtab} New Tabs/s and ${rates.health} health check/s.`,
  async run(report) {
    const data = temporaryData()
    const inspectPort = await freePort()
    // A first start fills the publication; the key is made while nobody serves.
    await (await startServer(data)).stop()
    const secret = await secretKey(data)
    process.env.NODE_OPTIONS = `--inspect=127.0.0.1:${inspectPort}`
    const server = await startServer(data).finally(() => delete process.env.NODE_OPTIONS)
    try {
      const inspected = await inspect(inspectPort)
      const load: SoakLoad = { url: server.url, secret, readers, seconds: minutes * 60, rates }
      const loading = outside<SoakSeen>(new URL('soak-load.ts', import.meta.url), load)
      const samples = await sampled({ pid: server.process.pid ?? 0, data, inspected, report })
      const seen = await loading
      inspected.close()
      return judged(samples, seen)
    } finally {
      await server.stop()
      removeData(data)
    }
  },
}

interface Watched {
  readonly pid: number
  readonly data: string
  readonly inspected: Inspected
  readonly report: Report
}

async function sampled({ pid, data, inspected, report }: Watched): Promise<Sample[]> {
  const samples: Sample[] = []
  const begun = performance.now()
  for (let k = 1; k * everyMs <= minutes * 60_000; k++) {
    await sleep(Math.max(0, begun + k * everyMs - performance.now()))
    const residentMb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
    const { heapMb, externalMb } = await inspected.collected()
    const sample = {
      minute: (performance.now() - begun) / 60_000,
      liveMb: heapMb + externalMb,
      residentMb,
      handles: readdirSync(`/proc/${pid}/fd`).length,
      connections: connectionsOf(data),
    }
    samples.push(sample)
    if (k % perBlock === 0)
      report.line(
        `minute ${Math.round(sample.minute)}: ${sample.liveMb.toFixed(1)} MB live, ${residentMb.toFixed(0)} MB resident, ${sample.handles} handles, ${sample.connections} connections`,
      )
  }
  return samples
}

function judged(samples: readonly Sample[], seen: SoakSeen) {
  const half = samples.slice(samples.length / 2)
  const slopeOf = (of: (sample: Sample) => number): Slope =>
    blockSlope(
      half.map((sample) => ({ at: sample.minute, value: of(sample) })),
      perBlock,
    )
  const live = slopeOf(({ liveMb }) => liveMb)
  const level = median(half.map(({ liveMb }) => liveMb))
  const failed = Object.entries(seen)
    .filter(([name]) => !name.endsWith(' 200'))
    .reduce((sum, [, count]) => sum + count, 0)
  const flat = live.low <= 0 || live.slope * 60 < allowedPerHour * level
  const counts = (['handles', 'connections'] as const).map((name) => ({ name, slope: slopeOf((each) => each[name]) }))
  // One more in the whole half is not growth: a connection comes and goes.
  const steady = counts.every(({ slope }) => slope.low * (minutes / 2) <= 1)
  return {
    name: 'soak',
    value: Number(live.slope.toFixed(4)),
    unit: 'MB per minute, live memory of the second half',
    peer: null,
    ratio: null,
    bar: `live memory, file handles and connections do not grow in the second half, every call is answered with 200`,
    holds: half.length / perBlock < 3 ? null : flat && steady && failed === 0,
    details: {
      'how it is judged': `slope over means of a minute with its 95 % interval; it grows when the interval is above 0 and the slope more than ${100 * allowedPerHour} % of the level per hour`,
      'live memory, MB per minute': interval(live),
      'resident memory, MB per minute': interval(slopeOf(({ residentMb }) => residentMb)),
      ...Object.fromEntries(counts.map(({ name, slope }) => [`${name} per minute`, interval(slope)])),
      answers: seen,
      'failed calls': failed,
      readers,
    },
    table: {
      head: ['minutes', 'live MB', 'resident MB', 'file handles', 'connections'],
      rows: Array.from({ length: Math.ceil(samples.length / (5 * perBlock)) }, (_, k) => {
        const some = samples.slice(k * 5 * perBlock, (k + 1) * 5 * perBlock)
        const middle = (of: (sample: Sample) => number): number => median(some.map(of))
        return [
          `${5 * k} to ${Math.round(some.at(-1)!.minute)}`,
          middle(({ liveMb }) => liveMb).toFixed(2),
          middle(({ residentMb }) => residentMb).toFixed(1),
          middle(({ handles }) => handles),
          middle(({ connections }) => connections),
        ]
      }),
    },
  }
}

const interval = ({ slope, low, high }: Slope): string =>
  `${slope.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`

/** Of all programs to the embedded database: its processes that serve a client. */
function connectionsOf(data: string): number {
  const postmaster = Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
  return children.split(' ').filter((pid) => pid !== '' && isClient(pid)).length
}

function isClient(pid: string): boolean {
  try {
    return /^postgres: lectern lectern /.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  } catch {
    return false // it ended meanwhile
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}

// Lectern beside Gorse v0.5.11 on the same made-up publication: lists under load, from an event to a changed list, memory,
// events taken in. LECTERN_GORSE_SHARE=0.1 takes a tenth of the data. Whole, it takes about forty minutes, most of it Gorse
// making its first lists.
import { derive } from '@lectern/engine/random/random.ts'
import { gorseProgram } from './gorse-build.ts'
import { type MadeData, makeData } from './gorse-data.ts'
import { eventToList, ingestRates, type Served, servedGorse, servedLectern } from './gorse-served.ts'
import { type GorseServer, startGorse, treeMb } from './gorse-server.ts'
import { type LoadedLectern, loadedLectern, outside } from './lectern-loaded.ts'
import { type Measurement, median, type Report } from './measurement.ts'

const share = Number(taken('LECTERN_GORSE_SHARE') ?? 1)
const connections = [1, 16, 64]
const rounds = 3
const seconds = 8
/** Items in each list. */
const shownItems = 30
/** Gorse's first lists of all readers must be there by then. */
const mostWarmSeconds = Number(taken('LECTERN_GORSE_WARM_SECONDS') ?? 2700)
const generator = new URL('many-readers.ts', import.meta.url)

/** A variable of this measurement: the server would refuse what it does not know. */
function taken(name: string): string | undefined {
  const value = process.env[name]
  delete process.env[name]
  return value
}

interface Load {
  readonly requests: number
  readonly medianMs: number
  readonly p99Ms: number
  readonly failed: number
}

export const gorse: Measurement = {
  name: 'gorse',
  about: `Lists of ${shownItems} for all readers in turn, events and memory, beside Gorse v0.5.11 on 100,000 items, 50,000 readers, 2,000,000 events.`,
  async run(report) {
    const program = await gorseProgram(report)
    if (program === null) throw new Error('Gorse cannot be built here; the lines above say why.')
    const data = makeData(share, Date.now())
    const { gorse: first, feedbackRate } = await filledGorse(program.path, data, report)
    const peer = await first.again()
    try {
      report.line('Gorse: training, then a list for every reader …')
      const warmSeconds = await peer.warmed(mostWarmSeconds)
      const told = await peer.tasks()
      report.line(`Gorse: ${warmSeconds === null ? 'not done' : `${warmSeconds.toFixed(0)} s`}: ${told}`)
      const mine = await loadedLectern(data, report.line)
      try {
        return resultOf(await seenOf({ mine, peer, data }, report), {
          data: `${data.items.length} items, ${data.readers.length} readers, ${data.events.length} events`,
          gorse: `v0.5.11${program.differs === null ? '' : `, ${program.differs}`}`,
          gorseTasks: told,
          gorseWarmedSeconds: warmSeconds === null ? `not within ${mostWarmSeconds}` : Math.round(warmSeconds),
          gorseLoadedEventsPerSecond: Math.round(feedbackRate),
          lecternImportSeconds: Math.round(mine.importSeconds),
          lecternTrainSeconds: Math.round(mine.trainSeconds),
          note: 'the load generator shares the cores; both servers are up throughout',
        })
      } finally {
        await mine.remove()
      }
    } finally {
      await peer.remove()
    }
  },
}

async function seenOf(
  { mine, peer, data }: { mine: LoadedLectern; peer: GorseServer; data: MadeData },
  report: Report,
): Promise<Seen> {
  const { url } = mine.server
  const sides = [
    servedLectern({ url, secret: mine.secret, explain: 'exact' }),
    servedLectern({ url, secret: mine.secret, explain: 'off' }),
    servedGorse(peer),
  ]
  const peaks = { lectern: 0, gorse: 0 }
  const watching = setInterval(() => {
    peaks.lectern = Math.max(peaks.lectern, mine.memoryMb())
    peaks.gorse = Math.max(peaks.gorse, treeMb(peer.process.pid ?? 0))
  }, 500)
  try {
    const loads = await underLoad(sides, data, report)
    const changed = await changedLists([sides[1]!, sides[2]!], data, report)
    const ingest = await ingestRates([sides[1]!, sides[2]!], data, report)
    return { loads, changed, ingest, peaks, sides }
  } finally {
    clearInterval(watching)
  }
}

async function filledGorse(program: string, data: MadeData, report: Report) {
  const recommenders = ['latest', 'collaborative', 'non-personalized/popular']
  const server = await startGorse(program, { ranker: 'fm', recommenders, epochs: 10 })
  const together = 2000
  const inParts = async <T>(path: string, all: readonly T[], wire: (one: T) => object): Promise<number> => {
    const begun = performance.now()
    for (let from = 0; from < all.length; from += together) {
      await server.post(path, all.slice(from, from + together).map(wire))
      if (from % (100 * together) === 0) report.line(`Gorse: ${from} of ${all.length} to ${path}`)
    }
    return all.length / ((performance.now() - begun) / 1000)
  }
  await inParts('/api/items', data.items, ({ id, addedAt }) => ({
    ItemId: id,
    Timestamp: new Date(addedAt).toISOString(),
  }))
  const feedbackRate = await inParts('/api/feedback', data.events, ({ reader, item, at }) => ({
    FeedbackType: 'open',
    UserId: reader,
    ItemId: item,
    Timestamp: new Date(at).toISOString(),
  }))
  return { gorse: server, feedbackRate }
}

type Loads = Map<string, Load>
const keyOf = (side: Served, count: number): string => `${side.name} ${count}`

/** All sides in turn, several rounds: a slow minute of the machine meets each of them. */
async function underLoad(sides: readonly Served[], data: MadeData, report: Report): Promise<Loads> {
  const loads: Loads = new Map()
  for (const count of connections) {
    const seen = new Map<Served, Load[]>()
    for (let round = 0; round < rounds; round++)
      for (const side of sides) {
        const load = await outside<Load>(generator, {
          ...side.load,
          readers: data.readers.length,
          connections: count,
          seconds,
        })
        seen.set(side, [...(seen.get(side) ?? []), load])
        report.line(
          `${side.name}, ${count}: ${Math.round(load.requests)}/s, p99 ${load.p99Ms} ms, ${load.failed} failed`,
        )
      }
    for (const [side, all] of seen)
      loads.set(keyOf(side, count), {
        requests: median(all.map(({ requests }) => requests)),
        medianMs: median(all.map(({ medianMs }) => medianMs)),
        p99Ms: median(all.map(({ p99Ms }) => p99Ms)),
        failed: all.reduce((sum, { failed }) => sum + failed, 0),
      })
  }
  return loads
}

/** Median and largest time from sending an event to a list that ranks differently, ms; null where none changed in time. */
async function changedLists(sides: readonly Served[], data: MadeData, report: Report) {
  const rng = derive('gorse', 'changed')
  const out = new Map<string, { readonly times: number[]; readonly unchanged: number }>()
  for (const side of sides) {
    const trials = side.cycles ? 3 : 50
    const times: number[] = []
    for (let k = 0; k < trials; k++) {
      const took = await eventToList(side, data.readers[rng.integer(data.readers.length)]!)
      if (took !== null) times.push(took)
    }
    out.set(side.name, { times, unchanged: trials - times.length })
    report.line(`${side.name}: event to changed list ${times.map((time) => time.toFixed(0)).join(' ')} ms`)
  }
  return out
}

interface Seen {
  readonly loads: Loads
  readonly changed: Awaited<ReturnType<typeof changedLists>>
  readonly ingest: ReadonlyMap<string, number>
  readonly peaks: { readonly lectern: number; readonly gorse: number }
  readonly sides: readonly Served[]
}

function resultOf({ loads, changed, ingest, peaks, sides }: Seen, details: Record<string, unknown>) {
  // Judged on what both can answer, bare ids; what our answers hold besides is a line of its own.
  const [full, mine, theirs] = sides as [Served, Served, Served]
  const of = (side: Served, count: number): Load => loads.get(keyOf(side, count))!
  const ratios = connections.map((count) => of(mine, count).requests / of(theirs, count).requests)
  const tails = connections.map((count) => of(mine, count).p99Ms / Math.max(1, of(theirs, count).p99Ms))
  const changes = changed.get(mine.name)!
  const changeMs = Math.max(...changes.times)
  const failed = [...loads.values()].reduce((sum, load) => sum + load.failed, 0)
  const tell = (side: Served): string => {
    const { times, unchanged } = changed.get(side.name)!
    if (times.length === 0) return `none of ${unchanged} within 30 s; due with the next pass, up to 60 min`
    return `median ${median(times).toFixed(0)} ms, largest ${Math.max(...times).toFixed(0)} ms${unchanged === 0 ? '' : `, ${unchanged} unchanged`}`
  }
  return {
    name: 'gorse',
    value: Math.round(of(mine, 16).requests),
    unit: 'ranked lists/s at 16 connections',
    peer: "Gorse's kept lists",
    ratio: ratios[1]!,
    bar: 'requests/s >= 2 x and p99 <= 0.5 x at 1, 16, 64 connections; event to changed list < 100 ms; no failed request',
    holds:
      ratios.every((ratio) => ratio >= 2) &&
      tails.every((tail) => tail <= 0.5) &&
      changeMs < 100 &&
      changes.unchanged === 0 &&
      failed === 0,
    details: {
      ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
      p99Ratios: tails.map((tail) => Number(tail.toFixed(2))),
      failed,
      eventToChangedList: { [mine.name]: tell(mine), [theirs.name]: tell(theirs) },
      eventsPerSecond: { [mine.name]: ingest.get(mine.name), [theirs.name]: ingest.get(theirs.name) },
      peakMb: { [mine.name]: Math.round(peaks.lectern), [theirs.name]: Math.round(peaks.gorse) },
      items: shownItems,
      ...details,
    },
    table: {
      head: ['who', 'connections', 'requests/s', 'median ms', 'p99 ms'],
      rows: connections.flatMap((count) =>
        [mine, full, theirs].map((side) => {
          const load = of(side, count)
          return [side.name, count, Math.round(load.requests), load.medianMs, load.p99Ms]
        }),
      ),
    },
  }
}

// The DeskDrop log (P3b) played through a recommender's public API, with lists whose knowledge has a given age: for a
// reading at t and a lag L, the list that was answered at t - L, when the server had been told everything before t - L.
import type { DeskdropEvent, DeskdropLog } from './deskdrop-replay.ts'

export interface PlayedServer {
  /** Before anything is asked: the order among readers does not matter, that of each reader does. */
  preload(events: readonly DeskdropEvent[]): Promise<void>
  tell(event: DeskdropEvent): Promise<void>
  /** Item rows, best first, as the server answers this reader at this time. */
  list(reader: string, at: number, n: number): Promise<number[]>
}

export interface LaggedRanks {
  readonly lagMs: number
  /** Of each reading the place of what was read, from 1; Infinity when the ten items shown do not hold it. */
  readonly ranks: number[]
}

const shown = 10
const mostAsked = 100
/** Least items of a person's past, as in the protocol. */
const leastPast = 5

interface Ask {
  /** When the list is asked for. */
  readonly at: number
  readonly lag: number
  readonly reading: DeskdropEvent
  /** What the person had read by the time of the reading. */
  readonly read: ReadonlySet<number>
  /** Number of the reading. */
  readonly number: number
}

/** One pass over the log for all lags; `foreseen` is called now and then with the share done. */
export async function playThrough(
  log: DeskdropLog,
  server: PlayedServer,
  options: { readonly lagsMs: readonly number[]; readonly until?: number; foreseen?(share: number): void },
): Promise<LaggedRanks[]> {
  const { lagsMs, until = Number.POSITIVE_INFINITY } = options
  const asks = asksOf(log, lagsMs, until)
  const ranks = lagsMs.map((lagMs) => ({ lagMs, ranks: new Array<number>(asks.length / lagsMs.length) }))
  let told = firstAfter(log.events, asks[0]?.at ?? 0)
  await server.preload(log.events.slice(0, told))
  for (const [k, { at, lag, reading, read, number }] of asks.entries()) {
    for (; log.events[told]!.at < at; told++) await server.tell(log.events[told]!)
    // A page takes out what its reader opened since the list was made.
    const list = await server.list(reading.reader, at, Math.min(mostAsked, shown + unheard(log, reading, at)))
    const place = list.filter((row) => !read.has(row)).indexOf(reading.row)
    ranks[lag]!.ranks[number] = place >= 0 && place < shown ? place + 1 : Number.POSITIVE_INFINITY
    if (k % 2000 === 0) options.foreseen?.(k / asks.length)
  }
  return ranks
}

/** Every reading to be foreseen with every lag, in the order of asking. */
function asksOf({ events, testFrom }: DeskdropLog, lagsMs: readonly number[], until: number): Ask[] {
  const asks: Ask[] = []
  const pasts = new Map<string, Set<number>>()
  let number = 0
  let known = 0
  for (const event of events) {
    for (; events[known]!.at < event.at; known++) {
      const { reader, row } = events[known]!
      pasts.set(reader, (pasts.get(reader) ?? new Set()).add(row))
    }
    const past = pasts.get(event.reader)
    if (event.at < testFrom || event.at >= until || past === undefined) continue
    if (past.size < leastPast || past.has(event.row)) continue
    const read = new Set(past)
    for (const lag of lagsMs.keys()) asks.push({ at: event.at - lagsMs[lag]!, lag, reading: event, read, number })
    number++
  }
  return asks.sort((a, b) => a.at - b.at || a.number - b.number)
}

/** Events of the reader between the list and the reading, which the server was not told. */
function unheard({ events }: DeskdropLog, { reader, at }: DeskdropEvent, from: number): number {
  let count = 0
  for (let k = firstAfter(events, from); k < events.length && events[k]!.at < at; k++)
    if (events[k]!.reader === reader) count++
  return count
}

/** Place of the first event at `at` or later. */
function firstAfter(events: readonly DeskdropEvent[], at: number): number {
  let low = 0
  for (let high = events.length; low < high; ) {
    const middle = (low + high) >> 1
    if (events[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}

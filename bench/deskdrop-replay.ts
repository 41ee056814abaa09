// The public DeskDrop log (../shared/data/deskdrop) replayed in time: each first reading of a person with a past is foreseen
// from everything strictly before it.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { History } from '@lectern/engine/data/history.ts'
import type { ReaderEvent, ReaderMoment } from '@lectern/engine/ranker/features/reader-past.ts'
import { publicData } from './public-data.ts'

export interface DeskdropEvent extends ReaderEvent {
  readonly kind: 'VIEW' | 'LIKE' | 'BOOKMARK' | 'FOLLOW' | 'COMMENT CREATED'
  /** Number of the person's region and country; -1 when not told. */
  readonly region: number
  readonly country: number
  /** Whether the person meets the item for the first time. */
  readonly first: boolean
}

export interface DeskdropLog {
  readonly items: number
  /** By time, person, item (signed 64-bit ids ascending). */
  readonly events: readonly DeskdropEvent[]
  /** Unix ms: the event at 80 % of the log. */
  readonly testFrom: number
}

export function readDeskdropLog(): DeskdropLog {
  const text = gunzipSync(readFileSync(`${publicData('deskdrop')}/users_interactions.csv.gz`)).toString()
  const lines = text.trimEnd().split('\n').slice(1)
  const raw = lines.map((line) => {
    const [at, kind, item, person, session] = line.split(',', 5)
    const [region, country] = line.trimEnd().split(',').slice(-2) // the user agent between may hold commas of its own
    return { at: 1000 * Number(at), kind, item: item!, person: person!, session: session!, region, country }
  })
  const rows = numbered(raw.map(({ item }) => item))
  const persons = numbered(raw.map(({ person }) => person))
  const [regions, countries] = [new Map([['', -1]]), new Map([['', -1]])]
  const numberIn = (known: Map<string, number>, name: string) => {
    if (!known.has(name)) known.set(name, known.size)
    return known.get(name)!
  }
  raw.sort(
    (a, b) => a.at - b.at || persons.get(a.person)! - persons.get(b.person)! || rows.get(a.item)! - rows.get(b.item)!,
  )
  const met = new Set<string>()
  const events = raw.map(({ at, kind, item, person, session, region, country }): DeskdropEvent => {
    const pair = `${person} ${item}`
    const first = !met.has(pair)
    met.add(pair)
    return {
      at,
      kind: kind as DeskdropEvent['kind'],
      row: rows.get(item)!,
      reader: person,
      session,
      region: numberIn(regions, `${country} ${region}`),
      country: numberIn(countries, country!),
      first,
    }
  })
  const times = events.map(({ at }) => at)
  return { items: rows.size, events, testFrom: times[Math.floor(0.8 * times.length)]! }
}

function numbered(ids: readonly string[]): Map<string, number> {
  const sorted = [...new Set(ids)].map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return new Map(sorted.map((id, number) => [String(id), number]))
}

/** A reading to be foreseen. */
export interface DeskdropMoment extends ReaderMoment {
  /** What the person read, newest last, each item once. */
  readonly context: History
  readonly region: number
  readonly country: number
  /** Items with an event, unread by the person, ascending. */
  readonly candidates: Int32Array
  /** Place of the one that was read among them, -1 when nobody had read it: a miss. */
  readonly target: number
}

/** Least items of a person's past. */
const leastPast = 5

/** Calls `foresee` for every first reading from `from` to before `to`; learners know what lies strictly before it. */
export function replayDeskdrop(
  { events, items }: DeskdropLog,
  range: { readonly from: number; readonly to: number },
  parts: { learners: readonly { observe(event: DeskdropEvent): void }[]; foresee(moment: DeskdropMoment): void },
): void {
  const known = new Uint8Array(items)
  const pasts = new Map<string, Past>()
  let learnt = 0
  for (const event of events) {
    if (event.at < range.from || event.at >= range.to) continue
    for (; events[learnt]!.at < event.at; learnt++) {
      const earlier = events[learnt]!
      known[earlier.row] = 1
      remember(pasts, earlier)
      for (const learner of parts.learners) learner.observe(earlier)
    }
    const past = pasts.get(event.reader)
    if (past === undefined || past.rows.length < leastPast || past.read.has(event.row)) continue
    const rows: number[] = []
    for (let row = 0; row < items; row++) if (known[row] === 1 && !past.read.has(row)) rows.push(row)
    parts.foresee({
      at: event.at,
      reader: event.reader,
      context: {
        items: Int32Array.from(past.rows),
        weights: new Float32Array(past.rows.length).fill(1),
        at: Float64Array.from(past.at),
      },
      region: past.region,
      country: past.country,
      candidates: Int32Array.from(rows),
      target: rows.indexOf(event.row),
    })
  }
}

interface Past {
  readonly rows: number[]
  readonly at: number[]
  readonly read: Set<number>
  /** Where the person was last. */
  region: number
  country: number
}

function remember(pasts: Map<string, Past>, { reader, row, at, region, country }: DeskdropEvent): void {
  const past = pasts.get(reader) ?? { rows: [], at: [], read: new Set(), region: -1, country: -1 }
  pasts.set(reader, past)
  if (region >= 0) past.region = region
  if (country >= 0) past.country = country
  if (past.read.has(row)) return
  past.read.add(row)
  past.rows.push(row)
  past.at.push(at)
}

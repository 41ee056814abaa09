// What recently served readers did, so that a request costs no query: read once, then kept right by each event. The least
// recently served are forgotten first; what cannot be kept right with certainty is read again.
import { exposuresOf, type ReaderWord, type StoredEvent, wordsOf } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { isNewer, mostSignals, pastKinds, pastOf, type ReaderPast } from './reader-past.ts'

export { noPast, type ReaderPast } from './reader-past.ts'

const kept: ReadonlySet<string> = new Set(pastKinds)
/** Words in force and taken back that are read; late events older than the oldest of so many cannot be judged. */
const mostWords = 2 * mostSignals

interface ReaderMemory {
  past(reader: string): Promise<ReaderPast>
  /** The reader without asking the database; null when not in memory. */
  known(reader: string): ReaderPast | null
  /** Events that were just accepted, here or at another node. */
  observe(events: readonly StoredEvent[]): void
  forgetAll(): void
  /** How many readers are known. */
  size(): number
}

interface Known {
  readonly words: Map<string, ReaderWord>
  readonly shown: Map<string, { times: number; firstAt: number }>
  /** When reading ended, Unix ms: what was received later was not read. */
  readonly readAt: number
  /** Older words exist that were not read. */
  readonly oldest: number | null
  past: ReaderPast | null
}

export function openReaderMemory(kernel: Pick<Kernel, 'database' | 'clock'>, size = 10_000): ReaderMemory {
  const known = new Map<string, Known>()
  /** Readings under way, and whether something happened that they may have missed. */
  const reading = new Map<string, { missed: boolean; readonly result: Promise<Known> }>()
  const keep = (reader: string, one: Known): void => {
    known.delete(reader)
    known.set(reader, one)
    if (known.size > size) known.delete(known.keys().next().value!)
  }
  const read = async (reader: string): Promise<Known> => {
    const under = reading.get(reader)
    if (under !== undefined && !under.missed) return await under.result
    const mine = { missed: false, result: load(kernel, reader) }
    reading.set(reader, mine)
    try {
      const one = await mine.result
      if (!mine.missed) keep(reader, one)
      return one
    } finally {
      if (reading.get(reader) === mine) reading.delete(reader)
    }
  }
  return {
    async past(reader) {
      const found = known.get(reader)
      if (found !== undefined) keep(reader, found)
      const one = found ?? (await read(reader))
      one.past ??= pastOf(one.words.values(), one.shown)
      return one.past
    },
    known(reader) {
      const one = known.get(reader)
      if (one === undefined) return null
      one.past ??= pastOf(one.words.values(), one.shown)
      return one.past
    },
    observe(events) {
      for (const event of events) {
        if (event.kind !== 'impression' && !kept.has(event.kind)) continue
        const under = reading.get(event.reader)
        if (under !== undefined) under.missed = true
        const one = known.get(event.reader)
        if (one !== undefined && !take(one, event)) known.delete(event.reader)
      }
    },
    forgetAll() {
      known.clear()
      for (const one of reading.values()) one.missed = true
    },
    size: () => known.size,
  }
}

async function load(kernel: Pick<Kernel, 'database' | 'clock'>, reader: string): Promise<Known> {
  const [words, shown] = await Promise.all([
    wordsOf(kernel, reader, { kinds: pastKinds, limit: mostWords }),
    exposuresOf(kernel, reader, mostSignals),
  ])
  return {
    words: new Map(words.map((word) => [keyOf(word), word])),
    shown: new Map(shown.map(({ item, ...rest }) => [item, rest])),
    readAt: kernel.clock(),
    oldest: words.length < mostWords ? null : words.at(-1)!.at,
    past: null,
  }
}

/** False when only the database knows what this makes of the reader. */
function take(one: Known, event: StoredEvent): boolean {
  if (event.kind === 'impression') {
    // Words may be told twice; a count may not, and this one may be in what was read.
    if (event.receivedAt <= one.readAt) return false
    const { times = 0, firstAt = event.at } = one.shown.get(event.item) ?? {}
    one.shown.set(event.item, { times: times + 1, firstAt: Math.min(firstAt, event.at) })
    return one.shown.size <= 2 * mostSignals
  }
  const { item, kind, at, on, detail } = event
  if (one.oldest !== null && at <= one.oldest) return false
  const word: ReaderWord = { item, kind, at, on, detail }
  const before = one.words.get(keyOf(word))
  if (before !== undefined && !isNewer(word, before)) return true
  one.words.set(keyOf(word), word)
  one.past = null
  return one.words.size <= 2 * mostWords
}

const keyOf = ({ kind, item }: ReaderWord): string => `${kind} ${item}`

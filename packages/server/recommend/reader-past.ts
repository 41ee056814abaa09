// What a reader did that is still in force, as lists need it, and the words it is made of. The newest word of each kind on
// an item counts, as in the database; made again only when a word changed.
import { type EventKind, historyKinds, kindsOf, type ReaderWord } from '../events/events.ts'

export interface ReaderPast {
  /** Oldest first; the same array for as long as nothing of it changed. */
  readonly history: readonly { readonly item: string; readonly at: number }[]
  /** Dismissed or reported. */
  readonly dismissed: readonly string[]
  /** Items whose publisher or topic the reader hid. */
  readonly hidden: readonly { readonly item: string; readonly target: string | null }[]
  /** How often each item was shown, and since when (Unix ms). */
  readonly shown: ReadonlyMap<string, { readonly times: number; readonly firstAt: number }>
  /** Saved, not archived and not opened yet; newest first, with the time of saving (Unix ms). */
  readonly saved: readonly { readonly item: string; readonly at: number }[]
  /** Names of sections; a section may have the name of a topic. */
  readonly followed: readonly string[]
  readonly blockedSections: readonly string[]
}

export const noPast: ReaderPast = {
  history: [],
  dismissed: [],
  hidden: [],
  shown: new Map(),
  saved: [],
  followed: [],
  blockedSections: [],
}

/** Kinds that change what the next list may hold. */
export const pastKinds = kindsOf('interest', 'choice')
/** Newest words in force that a list looks at. */
export const mostSignals = 5000

const interest: ReadonlySet<EventKind> = new Set(historyKinds)
const done: ReadonlySet<EventKind> = new Set(kindsOf('done'))

/** What the words in force say; `shown` is handed on as it is. */
export function pastOf(words: Iterable<ReaderWord>, shown: ReaderPast['shown']): ReaderPast {
  const inForce = [...words].filter(({ on }) => on).sort(newestFirst)
  const signals = inForce.slice(0, mostSignals)
  const newest = new Map<string, number>()
  const finished = new Set<string>()
  for (const { item, kind, at } of signals) {
    if (interest.has(kind) && !newest.has(item)) newest.set(item, at)
    if (done.has(kind)) finished.add(item)
  }
  const of = (wanted: EventKind) => signals.filter(({ kind }) => kind === wanted)
  return {
    history: Array.from(newest, ([item, at]) => ({ item, at })).reverse(),
    dismissed: [...of('dismiss'), ...of('report')].map(({ item }) => item),
    hidden: of('hide').map(({ item, detail }) => ({ item, target: detail })),
    shown,
    saved: of('save')
      .filter(({ item }) => !finished.has(item))
      .map(({ item, at }) => ({ item, at })),
    followed: of('follow').map(({ item }) => sectionOf(item)),
    blockedSections: of('block').map(({ item }) => sectionOf(item)),
  }
}

/** The newer word; of two at the same time the one that is on, then the greater detail: as the table of signals has it. */
export function isNewer(a: ReaderWord, b: ReaderWord): boolean {
  if (a.at !== b.at) return a.at > b.at
  if (a.on !== b.on) return a.on
  return (a.detail ?? '') > (b.detail ?? '')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const newestFirst = (a: ReaderWord, b: ReaderWord): number =>
  b.at - a.at || compare(a.item, b.item) || compare(a.kind, b.kind)
const sectionOf = (subject: string): string => subject.replace(/^section:/, '')

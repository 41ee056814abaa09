// What a reader did that is still in force, read from the newest word of each kind per item.
import type { Kernel } from '../kernel/kernel.ts'
import type { EventKind } from './event.ts'
import { kindsOf } from './kinds.ts'
import { selectExposures, selectHistory, selectSignals, selectWords } from './queries.ts'

interface Signal<Kind extends EventKind = EventKind> {
  readonly item: string
  readonly kind: Kind
  /** Target of a hide, reason of a report. */
  readonly detail: string | null
  /** Unix milliseconds of the newest event of this kind. */
  readonly at: number
}

/** What a reader did and did not take back, at most `limit`, newest first. Impressions are not kept as signals. */
export async function signalsOf<Kind extends EventKind = EventKind>(
  kernel: Pick<Kernel, 'database'>,
  reader: string,
  options: { readonly kinds?: readonly Kind[]; readonly limit: number },
): Promise<Signal<Kind>[]> {
  return (await selectSignals(kernel.database.db, reader, options)) as Signal<Kind>[]
}

/** The kinds that put an item into a reader's history. */
export const historyKinds = kindsOf('interest')

interface HistoryEntry {
  readonly item: string
  /** Unix milliseconds of the newest such event. */
  readonly at: number
}

/**
 * The items a reader last opened, read, finished, saved, liked or shared and did not take back: at most `limit`, each
 * once, newest last.
 */
export async function historyOf(
  kernel: Pick<Kernel, 'database'>,
  reader: string,
  limit: number,
): Promise<HistoryEntry[]> {
  return selectHistory(kernel.database.db, { reader, kinds: historyKinds, limit })
}

/** The newest word of a kind on an item, also one that takes back. */
export interface ReaderWord {
  readonly item: string
  readonly kind: EventKind
  readonly at: number
  readonly on: boolean
  readonly detail: string | null
}

/** A reader's newest words, at most `limit`, newest first. */
export async function wordsOf(
  kernel: Pick<Kernel, 'database'>,
  reader: string,
  options: { readonly kinds: readonly EventKind[]; readonly limit: number },
): Promise<ReaderWord[]> {
  return await selectWords(kernel.database.pool, reader, options)
}

interface Exposure {
  readonly item: string
  readonly times: number
  /** Unix milliseconds. */
  readonly firstAt: number
}

/** What this installation showed a reader, at most `limit` items, the last shown first. */
export async function exposuresOf(
  kernel: Pick<Kernel, 'database'>,
  reader: string,
  limit: number,
): Promise<Exposure[]> {
  return await selectExposures(kernel.database.pool, reader, limit)
}

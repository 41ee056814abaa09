// For tests of this slice and of those that need a log: items to refer to, events to send, and the log as a plain list.
import type { WireEvent } from '@lectern/protocol/events/events.ts'
import { putItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { HistoryQuery } from './history.ts'
import { readHistory } from './history.ts'

export const device = '0b5c7d4e-0000-4000-8000-000000000001'

/** The n-th UUID. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

export async function putTestItems(kernel: Pick<Kernel, 'database' | 'clock'>, ids: readonly string[]): Promise<void> {
  const empty = { url: null, excerpt: null, publisher: null, topic: null, language: null, minutes: null }
  const rest = { imageUrl: null, publishedAt: null, origin: 'test', editorialRank: null }
  await putItems(
    kernel,
    ids.map((id) => ({ id, title: id, ...empty, ...rest })),
  )
}

/** An anonymous open of item `a`, unless told otherwise. */
export const open = (n: number, at: number, more: Partial<WireEvent> = {}): WireEvent =>
  ({ kind: 'open', id: uuid(n), device, item: 'a', at, ...more }) as WireEvent

interface LogRow {
  readonly id: string
  readonly reader: string
  readonly item: string
  readonly kind: string
  readonly at: number
  readonly on: boolean
}

export async function logRows(kernel: Pick<Kernel, 'database' | 'blobs'>, query: HistoryQuery = {}): Promise<LogRow[]> {
  const rows: LogRow[] = []
  for await (const batch of readHistory(kernel, { ...query, ids: true })) {
    for (let row = 0; row < batch.size; row += 1) {
      rows.push({
        id: batch.id[row] as string,
        reader: batch.reader[row] as string,
        item: batch.item[row] as string,
        kind: batch.kind[row] as string,
        at: batch.at[row] as number,
        on: batch.on[row] === 1,
      })
    }
  }
  return rows
}

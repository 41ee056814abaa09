// Reports and impressions of the last 24 hours: what takes a story out until somebody looks at it. Counted as events come
// in; after a start the log is read once. A reader who reports twice counts once.
import { readHistory, type StoredEvent } from '../../events/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'

type Counted = Pick<StoredEvent, 'item' | 'kind' | 'reader' | 'at'>

export interface ReportCounts {
  observe(events: readonly Counted[]): void
  counts(items: readonly string[], now: number): { readonly impressions: Float64Array; readonly reports: Float64Array }
  /** Counts what the log holds of the last 24 hours; call before events are observed. */
  recount(kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>): Promise<void>
}

interface Hour {
  readonly impressions: Map<string, number>
  readonly reporters: Map<string, Set<string>>
}

const hourMs = 3_600_000
const hours = 24

export function openReportCounts(): ReportCounts {
  const kept = new Map<number, Hour>()
  const observe = (events: readonly Counted[]): void => {
    for (const { item, kind, reader, at } of events) {
      if (kind !== 'impression' && kind !== 'report') continue
      const hour = hourOf(kept, Math.floor(at / hourMs))
      if (kind === 'impression') hour.impressions.set(item, (hour.impressions.get(item) ?? 0) + 1)
      else hour.reporters.set(item, (hour.reporters.get(item) ?? new Set()).add(reader))
    }
  }
  return {
    observe,
    counts(items, now) {
      const oldest = Math.floor(now / hourMs) - hours
      for (const hour of kept.keys()) if (hour < oldest) kept.delete(hour)
      const parts = [...kept.values()]
      // Hardly anything is reported, and what is not needs no impressions.
      const reported = new Set(parts.flatMap(({ reporters }) => [...reporters.keys()]))
      const reports = Float64Array.from(items, (item) => (reported.has(item) ? reportersOf(parts, item) : 0))
      const shown = (item: string): number => parts.reduce((sum, part) => sum + (part.impressions.get(item) ?? 0), 0)
      return { reports, impressions: Float64Array.from(items, (item, k) => (reports[k] === 0 ? 0 : shown(item))) }
    },
    async recount(kernel) {
      const query = { kinds: ['impression', 'report'] as const, since: kernel.clock() - hours * hourMs }
      for await (const batch of readHistory(kernel, query)) {
        for (let k = 0; k < batch.size; k++) {
          const kind = batch.kind[k] as StoredEvent['kind']
          observe([{ item: batch.item[k]!, kind, reader: batch.reader[k]!, at: batch.at[k]! }])
        }
      }
    },
  }
}

function hourOf(kept: Map<number, Hour>, number: number): Hour {
  const known = kept.get(number)
  if (known !== undefined) return known
  const hour = { impressions: new Map(), reporters: new Map() }
  kept.set(number, hour)
  return hour
}

function reportersOf(parts: readonly Hour[], item: string): number {
  const all = parts.flatMap((part) => part.reporters.get(item) ?? [])
  return all.length <= 1 ? (all[0]?.size ?? 0) : new Set(all.flatMap((some) => [...some])).size
}

// The log as training reads it: every sign of interest in columns, read once from the history and kept in memory, so
// that the engine may pass over it as often as it likes.
import type { InteractionSource } from '@lectern/engine/data/interaction-source.ts'
import { canBeTakenBack, historyKinds, readHistory } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'

export interface Snapshot {
  readonly source: InteractionSource
  readonly interactions: number
  readonly readers: number
  readonly items: number
  /** Unix milliseconds; 0 in an empty snapshot. */
  readonly firstAt: number
  readonly lastAt: number
}

interface SnapshotOptions {
  readonly until?: number
  readonly signal?: AbortSignal
  onProgress?(interactions: number): void
}

type HistoryKernel = Pick<Kernel, 'config' | 'database' | 'blobs'>

/** Holds about 12 bytes per event and each id once. */
export async function takeSnapshot(kernel: HistoryKernel, options: SnapshotOptions = {}): Promise<Snapshot> {
  const readers = numbering()
  const items = numbering()
  const columns = growing()
  const toggles = new Map<string, number>()
  const until = options.until === undefined ? {} : { until: options.until }
  for await (const batch of readHistory(kernel, { kinds: historyKinds, ...until })) {
    options.signal?.throwIfAborted()
    for (let k = 0; k < batch.size; k++) {
      const reader = readers.of(batch.reader[k]!)
      const item = items.of(batch.item[k]!)
      const kind = batch.kind[k]!
      const key = canBeTakenBack(kind) ? `${reader}/${item}/${kind}` : null
      if (batch.on[k] === 0) {
        const earlier = key === null ? undefined : toggles.get(key)
        if (earlier !== undefined) columns.drop(earlier)
        continue
      }
      const position = columns.add(reader, item, batch.at[k]!)
      if (key !== null) toggles.set(key, position)
    }
    options.onProgress?.(columns.size())
  }
  const kept = columns.done()
  return {
    *source() {
      for (let k = 0; k < kept.reader.length; k++) {
        if (kept.reader[k]! < 0) continue
        yield { reader: readers.ids[kept.reader[k]!]!, item: items.ids[kept.item[k]!]!, at: kept.at[k]!, weight: 1 }
      }
    },
    interactions: kept.reader.reduce((count, reader) => count + (reader < 0 ? 0 : 1), 0),
    readers: readers.ids.length,
    items: items.ids.length,
    firstAt: kept.at[0] ?? 0,
    lastAt: kept.at.at(-1) ?? 0,
  }
}

function numbering() {
  const numbers = new Map<string, number>()
  const ids: string[] = []
  const of = (id: string): number => {
    const known = numbers.get(id)
    if (known !== undefined) return known
    numbers.set(id, ids.length)
    return ids.push(id) - 1
  }
  return { ids, of }
}

/** Three columns that double when full. A dropped row has reader -1. */
function growing() {
  let reader = new Int32Array(1 << 16)
  let item = new Int32Array(1 << 16)
  let at = new Float64Array(1 << 16)
  let size = 0
  return {
    size: () => size,
    add(r: number, i: number, time: number): number {
      if (size === reader.length) {
        reader = twice(reader, new Int32Array(size * 2))
        item = twice(item, new Int32Array(size * 2))
        at = twice(at, new Float64Array(size * 2))
      }
      reader[size] = r
      item[size] = i
      at[size] = time
      return size++
    },
    drop(position: number): void {
      reader[position] = -1
    },
    done: () => ({ reader: reader.slice(0, size), item: item.slice(0, size), at: at.slice(0, size) }),
  }
}

function twice<T extends Int32Array | Float64Array>(full: T, larger: T): T {
  larger.set(full)
  return larger
}

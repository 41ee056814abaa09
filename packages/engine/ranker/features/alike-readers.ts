import type { Feature } from '../feature.ts'
import type { ReaderEvent, ReaderMoment } from './reader-past.ts'

/**
 * Whether readers like this one have read the candidate: over its readers v, the likeness |items of both| /
 * sqrt(|items of u| |items of v|), summed, meaned, and that of the first reader alone (who often brought the item in).
 * Works from an item's first reader on, where item neighbours need a history of its own. User-based neighbours: Resnick et
 * al., "GroupLens", CSCW 1994, on sets.
 *
 * For audiences of thousands: 4 bytes per pair of readers, an event costs O(readers of the item), a candidate likewise.
 */
export function alikeReaders<Event extends ReaderEvent, At extends ReaderMoment>(items: number): Feature<Event, At> {
  const numbers = new Map<string, number>()
  const common: Map<number, number>[] = [] // per reader: other reader to items of both
  const read: Set<number>[] = []
  const readers: number[][] = Array.from({ length: items }, () => [])
  const numberOf = (reader: string): number => {
    const known = numbers.get(reader)
    if (known !== undefined) return known
    numbers.set(reader, common.length)
    common.push(new Map())
    read.push(new Set())
    return common.length - 1
  }
  const addCommon = (a: number, b: number) => common[a]!.set(b, (common[a]!.get(b) ?? 0) + 1)
  return {
    columns: ['alike readers sum', 'alike readers mean', 'alike first reader', 'items of first reader read'],
    observe({ reader, row }) {
      const own = numberOf(reader)
      if (read[own]!.has(row)) return
      for (const other of readers[row]!) {
        addCommon(own, other)
        addCommon(other, own)
      }
      read[own]!.add(row)
      readers[row]!.push(own)
    },
    write({ reader }, candidates, { values, stride, first }) {
      const own = numbers.get(reader)
      if (own === undefined) return
      const shared = common[own]!
      const likeness = (other: number) => (shared.get(other) ?? 0) / Math.sqrt(read[own]!.size * read[other]!.size)
      for (let k = 0; k < candidates.length; k++) {
        const others = readers[candidates[k]!]!
        if (others.length === 0) continue
        let sum = 0
        for (const other of others) sum += likeness(other)
        const to = k * stride + first
        values[to] = sum
        values[to + 1] = sum / others.length
        values[to + 2] = likeness(others[0]!)
        values[to + 3] = shared.get(others[0]!) ?? 0
      }
    },
  }
}

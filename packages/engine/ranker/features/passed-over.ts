import type { Feature } from '../feature.ts'
import type { ReaderEvent, ReaderMoment } from './reader-past.ts'

/**
 * How often the reader came by while the item was there to be read, and did something else: events of the reader since the
 * item's first event by anybody. 0 for what is new since the last visit. Counts only, never times: see session-state.ts.
 */
export function passedOver<Event extends ReaderEvent, At extends ReaderMoment>(items: number): Feature<Event, At> {
  const firstAt = new Float64Array(items).fill(Number.NaN)
  const visits = new Map<string, number[]>()
  return {
    columns: ['events of reader since item appeared'],
    observe({ row, at, reader }) {
      if (Number.isNaN(firstAt[row]!)) firstAt[row] = at
      const known = visits.get(reader)
      if (known === undefined) visits.set(reader, [at])
      else known.push(at)
    },
    write({ reader }, candidates, { values, stride, first }) {
      const times = visits.get(reader) ?? []
      for (let k = 0; k < candidates.length; k++) {
        const appeared = firstAt[candidates[k]!]!
        if (!Number.isNaN(appeared)) values[k * stride + first] = times.length - countBefore(times, appeared)
      }
    },
  }
}

/** Number of entries of an ascending list below `limit`. */
function countBefore(times: readonly number[], limit: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

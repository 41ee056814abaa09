import type { Feature } from '../feature.ts'
import type { ReaderEvent, ReaderMoment } from './reader-past.ts'

/**
 * Hours since the reader was last here, the same for the whole list: who comes back after days reads other things than who
 * is in the middle of a visit. Only for logs whose times are real: where the time of a visit's last event is made up
 * (globo: 30 s after the one before), the gap tells that it was the last.
 */
export function sinceVisit<Event extends ReaderEvent, At extends ReaderMoment>(): Feature<Event, At> {
  const lastAt = new Map<string, number>()
  return {
    columns: ['hours since visit'],
    observe({ reader, at }) {
      lastAt.set(reader, at)
    },
    write({ reader, at }, candidates, { values, stride, first }) {
      const last = lastAt.get(reader)
      if (last === undefined) return
      for (let k = 0; k < candidates.length; k++) values[k * stride + first] = (at - last) / 3_600_000
    },
  }
}

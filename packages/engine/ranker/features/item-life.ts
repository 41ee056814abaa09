import type { Feature, ItemEvent, Moment } from '../feature.ts'

const hourMs = 3_600_000

/**
 * Where an item is in its life: hours since its first event (what is known of its age), hours since its last, and events
 * per hour of life so far, and in its first hour of it (the last NaN until that hour is over).
 */
export function itemLife<Event extends ItemEvent, At extends Moment>({ items }: { items: number }): Feature<Event, At> {
  const firstAt = new Float64Array(items).fill(Number.NaN)
  const lastAt = new Float64Array(items).fill(Number.NaN)
  const events = new Float64Array(items)
  const early = new Float64Array(items)
  return {
    columns: ['age hours', 'hours since last event', 'events per hour of life', 'events in first hour'],
    observe({ row, at }) {
      if (Number.isNaN(firstAt[row]!)) firstAt[row] = at
      lastAt[row] = at
      events[row]!++
      if (at - firstAt[row]! <= hourMs) early[row]!++
    },
    write({ at }, candidates, { values, stride, first }) {
      for (let k = 0; k < candidates.length; k++) {
        const row = candidates[k]!
        if (!(events[row]! > 0)) continue
        const age = at - firstAt[row]!
        const to = k * stride + first
        values[to] = age / hourMs
        values[to + 1] = (at - lastAt[row]!) / hourMs
        values[to + 2] = events[row]! / Math.max(1, age / hourMs)
        if (age > hourMs) values[to + 3] = early[row]!
      }
    },
  }
}

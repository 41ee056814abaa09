import type { Feature, ItemEvent, Moment } from '../feature.ts'
import { DecayedCounts } from './decayed-share.ts'

interface SegmentLiftOptions<Event, At> {
  readonly items: number
  readonly name: string
  readonly halfLifeMs: number
  /** Segment of the reader behind an event: a device, a region; -1 when unknown. */
  ofEvent(event: Event): number
  /** The same of the reader the list is for. */
  ofMoment(moment: At): number
}

/** Decayed events of a segment that weigh as much as what everybody reads: below it, the lift stays near 1. */
const prior = 20

/**
 * How popular the item is in the reader's segment: its decayed share there, and the lift, how much more it is read there
 * than by everybody: the ratio of the two shares, that of the segment drawn towards the whole by `prior` events (NaN where
 * nobody read the item). Both NaN where the segment is unknown.
 */
export function segmentLift<Event extends ItemEvent, At extends Moment>(
  options: SegmentLiftOptions<Event, At>,
): Feature<Event, At> {
  const { items, name, halfLifeMs } = options
  const everybody = new DecayedCounts(items, halfLifeMs)
  const segments = new Map<number, DecayedCounts>()
  return {
    columns: [`${name} share`, `${name} lift`],
    observe(event) {
      const segment = options.ofEvent(event)
      everybody.observe(event)
      if (segment < 0) return
      const known = segments.get(segment) ?? new DecayedCounts(items, halfLifeMs)
      if (!segments.has(segment)) segments.set(segment, known)
      known.observe(event)
    },
    write(moment, candidates, { values, stride, first }) {
      const segment = segments.get(options.ofMoment(moment))
      if (segment === undefined) return
      const events = segment.total * segment.unitAt(moment.at)
      for (let k = 0; k < candidates.length; k++) {
        const share = everybody.share(candidates[k]!)
        const own = segment.share(candidates[k]!)
        values[k * stride + first] = own
        if (share > 0) values[k * stride + first + 1] = ((events * own) / share + prior) / (events + prior)
      }
    },
  }
}

import type { History } from '../../data/history.ts'
import type { ItemEvent, Moment } from '../feature.ts'
import type { LiveScorer } from './live-score.ts'

interface BySegmentOptions<Event, At> {
  /** A fresh model for one segment. */
  make(): LiveScorer<Event, At>
  /** Segment of the reader behind an event: a device, a region; -1 when unknown. */
  ofEvent(event: Event): number
  /** The same of the reader the list is for. */
  ofMoment(moment: At): number
}

/** One live model per segment: what follows what, among readers like this one. A segment never met scores 0. */
export function bySegment<Event extends ItemEvent, At extends Moment>(
  options: BySegmentOptions<Event, At>,
): LiveScorer<Event, At> {
  const models = new Map<number, LiveScorer<Event, At>>()
  return {
    observe(event) {
      const segment = options.ofEvent(event)
      if (segment < 0) return
      const known = models.get(segment) ?? options.make()
      if (!models.has(segment)) models.set(segment, known)
      known.observe(event)
    },
    scoreRows: (history: History, rows, moment) =>
      models.get(options.ofMoment(moment))?.scoreRows(history, rows, moment) ?? new Float64Array(rows.length),
  }
}

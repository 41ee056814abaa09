import type { History } from '../../data/history.ts'
import type { Feature, ItemEvent, Moment } from '../feature.ts'

/** A model that learns event by event and scores rows for a history: co-visitation, session neighbours. */
export interface LiveScorer<Event, At = Moment> {
  observe(event: Event): void
  scoreRows(history: History, rows: Int32Array, moment: At): ArrayLike<number>
}

/**
 * The score of a live model, and the same divided by the best of the list: how near the candidate is to the front.
 * `historyOf` says which history it is asked with; default the session so far.
 */
export function liveScore<Event extends ItemEvent, At extends Moment>(
  name: string,
  scorer: LiveScorer<Event, At>,
  historyOf: (moment: At) => History = ({ context }) => context,
): Feature<Event, At> {
  return {
    columns: [name, `${name} / best`],
    observe: (event) => scorer.observe(event),
    write(moment, candidates, { values, stride, first }) {
      const scores = scorer.scoreRows(historyOf(moment), candidates, moment)
      let best = 0
      for (let k = 0; k < scores.length; k++) best = Math.max(best, scores[k]!)
      for (let k = 0; k < scores.length; k++) {
        values[k * stride + first] = scores[k]!
        values[k * stride + first + 1] = best > 0 ? scores[k]! / best : 0
      }
    },
  }
}

import type { Feature, ItemEvent, Moment } from '../feature.ts'

/**
 * What holds for the whole list: how many items the session has seen, and the hour of the day (UTC, 0 to 24). Alone they
 * order nothing; in a tree they decide which other feature counts. Never add the time since the reader's last event where
 * the log invents the time of the last one (globo stamps it 30 s after the one before): it tells the answer.
 */
export function sessionState<Event extends ItemEvent, At extends Moment>(): Feature<Event, At> {
  return {
    columns: ['position in session', 'hour of day'],
    observe() {
      // nothing to learn
    },
    write({ at, context }, candidates, { values, stride, first }) {
      for (let k = 0; k < candidates.length; k++) {
        values[k * stride + first] = context.items.length
        values[k * stride + first + 1] = (at % 86_400_000) / 3_600_000
      }
    },
  }
}

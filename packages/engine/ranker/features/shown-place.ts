import type { Feature, ItemEvent, Moment } from '../feature.ts'

interface ShownMoment extends Moment {
  /** Examples from a log of shown lists: the place of each candidate, 0 on top. Left out when a list is ranked to be shown. */
  readonly places?: ArrayLike<number>
}

/**
 * The place at which a candidate was shown. In training it takes the blame for clicks that the top of a list gets whatever
 * stands there; in serving no place is known and all candidates are asked as if on top, so what is left is the candidate.
 * Position as a feature: Ling et al., "Model ensemble for click prediction in Bing search ads", WWW 2017; how far it can
 * be trusted, Guo et al., "PAL", RecSys 2019. It cannot help where a place always shows the same candidates.
 */
export function shownPlace<Event extends ItemEvent, At extends ShownMoment>(): Feature<Event, At> {
  return {
    columns: ['place shown'],
    observe() {
      // nothing to learn
    },
    write({ places }, candidates, { values, stride, first }) {
      for (let k = 0; k < candidates.length; k++) values[k * stride + first] = places?.[k] ?? 0
    },
  }
}

import type { Feature, ItemEvent, Moment } from '@lectern/engine/ranker/feature.ts'

interface BaseMoment extends Moment {
  /** Base scores of the candidates, best first. */
  readonly base: Float64Array
}

/** Base score and place of each candidate in the base order. */
export const basePlace: Feature<ItemEvent, BaseMoment> = {
  columns: ['base', 'place by base'],
  observe() {
    // the base learns for itself
  },
  write({ base }, candidates, { values, stride, first }) {
    for (let k = 0; k < candidates.length; k++) {
      values[k * stride + first] = base[k]!
      values[k * stride + first + 1] = k
    }
  },
}

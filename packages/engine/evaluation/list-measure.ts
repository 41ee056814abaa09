import type { History } from '../data/history.ts'

/** What is measured about one reader's list beside hits: rows best first, in rows of training. */
export type ListMeasure = (
  list: Int32Array,
  reader: {
    readonly history: History
    /** Wanted rows, -1 where training does not know the item. */
    readonly targets: Int32Array
  },
) => number

import type { Feature } from '../feature.ts'
import { DecayedCounts } from './decayed-share.ts'
import type { ReaderEvent, ReaderMoment } from './reader-past.ts'

export interface ItemGroupOptions {
  /** What the groups are: `topic`, `publisher`. */
  readonly name: string
  /** Group of each item row, 0..groups - 1; -1 where it is not known. Read at each call, so new items may be filled in. */
  readonly groupOf: Int32Array
  readonly groups: number
  readonly halfLifeMs: number
}

/**
 * The candidate by its topic, publisher or whatever items are grouped by: the group's decayed share of all events, its share
 * in what the reader has read, and in the session so far. Tells something of items nobody has read yet. NaN where the
 * group is not known, and where the reader or the session has nothing to compare with.
 */
export function itemGroup<Event extends ReaderEvent, At extends ReaderMoment>(
  options: ItemGroupOptions,
): Feature<Event, At> {
  const { name, groupOf, groups, halfLifeMs } = options
  const popular = new DecayedCounts(groups, halfLifeMs)
  const readers = new Map<string, { readonly counts: Map<number, number>; total: number }>()
  return {
    columns: [`${name} share`, `${name} share of reader`, `${name} share of session`],
    observe({ row, at, reader }) {
      const group = groupOf[row]!
      if (group < 0) return
      popular.observe({ row: group, at })
      const own = readers.get(reader) ?? { counts: new Map(), total: 0 }
      readers.set(reader, own)
      own.counts.set(group, (own.counts.get(group) ?? 0) + 1)
      own.total++
    },
    write({ reader, context }, candidates, { values, stride, first }) {
      const own = readers.get(reader)
      const session = Array.from(context.items, (row) => groupOf[row]!).filter((group) => group >= 0)
      for (let k = 0; k < candidates.length; k++) {
        const group = groupOf[candidates[k]!]!
        if (group < 0) continue
        const to = k * stride + first
        values[to] = popular.share(group)
        if (own !== undefined) values[to + 1] = (own.counts.get(group) ?? 0) / own.total
        if (session.length > 0) values[to + 2] = session.filter((other) => other === group).length / session.length
      }
    },
  }
}

// What the interest ranker knows of a story shown to a reader, the same when it learns and when it ranks: that it is one,
// its topic, the reader's interest in that topic, the time zone, which story it is, and that story times each interest.
import type { SparseFeatures } from '@lectern/engine/bandits/linear-thompson.ts'
import type { Interests } from './interests.ts'
import { type TopicId, topicIds } from './topics.ts'

const timeZones = 24
const topics = topicIds.length
const [topicAt, ownInterestAt, zoneAt] = [1, 1 + topics, 1 + 2 * topics]
const itemsAt = zoneAt + timeZones
/** One for the story and one for it with each interest. */
const perItem = 1 + topics

export interface Shown {
  readonly topic: TopicId | null
  readonly utcOffset: number | null
  readonly interests: Interests
}

export const dimensionOf = (items: number): number => itemsAt + items * perItem

/** `place` of the story among those that are told apart. */
export function featuresOf(place: number, { topic, utcOffset, interests }: Shown): SparseFeatures {
  const [columns, values] = [[0], [1]]
  const add = (column: number, value: number): void => {
    if (value === 0) return
    columns.push(column)
    values.push(value)
  }
  if (topic !== null) {
    add(topicAt + topicIds.indexOf(topic), 1)
    add(ownInterestAt + topicIds.indexOf(topic), interests.get(topic) ?? 0)
  }
  if (utcOffset !== null) add(zoneAt + utcOffset, 1)
  const item = itemsAt + place * perItem
  add(item, 1)
  for (const [k, each] of topicIds.entries()) add(item + 1 + k, interests.get(each) ?? 0)
  return { columns: Int32Array.from(columns), values: Float64Array.from(values) }
}

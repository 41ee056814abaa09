// One list without sections: publishers apart, then the reader's topics in front.
import { spreadApart } from '@lectern/engine/sections/spread-apart.ts'
import { boostTopics } from '@lectern/engine/sections/topic-boost.ts'
import type { Order } from './order.ts'
import type { Stories } from './stories.ts'
import type { TopicId } from './topics.ts'

/** Stories of one publisher stand at least so many places apart. */
const publisherApart = 3
const perTopic = 2
const mostBoosted = 10

/** Candidates, best first, at most `count`. */
export function flatList(
  stories: Stories,
  order: Pick<Order, 'candidates'>,
  { count, topics }: { readonly count: number; readonly topics: readonly TopicId[] },
): Int32Array {
  const wanted = new Set(topics.map((topic) => stories.topicNames.indexOf(topic)))
  const take = order.candidates.length
  const spread = spreadApart(order.candidates, { codes: stories.publisher, apart: publisherApart, take })
  const boosted =
    wanted.size === 0 ? spread : boostTopics(spread, stories.topic, { wanted, perTopic, most: mostBoosted })
  return boosted.subarray(0, count)
}

// What clients before the curated recommendations ask for: Firefox 115 to 129 and those before 115.
import type { LegacyAnswer } from './answer.ts'
import { flatList } from './flat-list.ts'
import { orderOf } from './order.ts'
import type { Ranking } from './ranking.ts'
import type { Story } from './stories.ts'
import type { SurfaceId } from './surfaces.ts'
import { legacyTopics } from './topics.ts'

export interface LegacyAsk {
  readonly surface: SurfaceId
  readonly region: string | null
  readonly count: number
}

/** The flat list with the topics those clients know; stories without a topic are of no other. */
export function legacyList(ranking: Ranking, { count }: LegacyAsk): Story[] {
  const { stories } = ranking
  const { candidates } = orderOf(ranking, { interests: null, blocked: new Set() })
  const known = candidates.filter((k) => {
    const { topic, topicName } = stories.stories[k]!
    return topic === null ? topicName === null : legacyTopics.has(topic)
  })
  return Array.from(flatList(stories, { candidates: known }, { count, topics: [] }), (k) => stories.stories[k]!)
}

export const answer115 = (list: readonly Story[]): LegacyAnswer => ({
  data: list.map(({ id, tileId, url, title, excerpt, publisher, imageUrl }) => ({
    __typename: 'Recommendation',
    recommendationId: id,
    tileId,
    url,
    title,
    excerpt,
    publisher,
    imageUrl,
  })),
})

export const answer114 = (list: readonly Story[]) => ({
  status: 1,
  spocs: [],
  settings: settings114,
  recommendations: list.map(({ tileId, title, url, excerpt, publisher, imageUrl }) => ({
    id: tileId,
    title,
    url,
    excerpt,
    domain: publisher,
    image_src: imageUrl,
    raw_image_src: imageUrl,
  })),
})

/** How that client mixes what it gets: nothing sponsored, no affinity to domains. */
const settings114 = {
  recsExpireTime: 5400,
  spocsPerNewTabs: 0.5,
  version: 'lectern-1',
  domainAffinityParameterSets: {},
  timeSegments: [
    { id: 'week', startTime: 604_800, endTime: 0, weightPosition: 1 },
    { id: 'month', startTime: 2_592_000, endTime: 604_800, weightPosition: 0.5 },
  ],
} as const

// The balance of the top stories: something of everything, little of any one thing, nothing twice.
import { derive } from '@lectern/engine/random/random.ts'
import { type Limit, pickBalanced, slotsOf } from '@lectern/engine/sections/balanced-pick.ts'
import type { Order } from './order.ts'
import { pinnedPlace } from './pinned-fresh.ts'
import type { Ranking } from './ranking.ts'
import type { Stories } from './stories.ts'
import { evergreenTopics, notForTop, type TopicId } from './topics.ts'

const shown = 9
const spares = 5
const size = shown + spares

const shareOf = { topical: 0.75, evergreen: 0.4, topic: 0.2, subtopic: 0.1 } as const
/** In German a second story of a publisher gets in by chance only, and politics may have one more. */
const germanPublisherChance = 0.85
const germanPolitics = 3

/** Best first. Blocked topics come back only where there is nothing else at all. */
export function topStories(ranking: Ranking, order: Order): Int32Array {
  return withPinned(balanced(ranking, order), ranking, order)
}

/** The story on trial at its place, unless it may not be among the top stories or is told there already. */
function withPinned(picked: Int32Array, { pinned, stories }: Ranking, { place, blocked }: Order): Int32Array {
  if (pinned === null || place[pinned]! < 0 || blocked[pinned] === 1) return picked
  const { topic, cluster } = stories.stories[pinned]!
  if (topic !== null && notForTop.has(topic)) return picked
  const others = picked.filter((k) => k !== pinned)
  if (cluster >= 0 && others.some((k) => stories.cluster[k] === cluster)) return picked
  return Int32Array.from([...others.slice(0, pinnedPlace), pinned, ...others.slice(pinnedPlace)]).subarray(0, size)
}

function balanced({ stories, seed }: Ranking, order: Order): Int32Array {
  const limits = known.get(stories) ?? { soft: limitsOf(stories), never: never(stories) }
  known.set(stories, limits)
  const rng = derive(seed, 'top')
  const picked = pickBalanced(order.candidates, { take: size, limits: [...limits.soft, limits.never], rng })
  return picked.length > 0 ? picked : pickBalanced(order.candidates, { take: size, limits: limits.soft, rng })
}

/** The same for every reader of the same stories. */
const known = new WeakMap<Stories, { readonly soft: readonly Limit[]; readonly never: Limit }>()

function limitsOf(stories: Stories): Limit[] {
  const limits: Limit[] = [
    { codes: stories.cluster, most: 1, firm: true },
    { codes: having(stories, (topic) => !evergreenTopics.has(topic)), most: slotsOf(shareOf.topical, size) },
    { codes: having(stories, (topic) => evergreenTopics.has(topic)), most: slotsOf(shareOf.evergreen, size) },
  ]
  // Where nearly everything has a subtopic the limit would say nothing but break the others.
  const isOfSubtopic = stories.subtopic.map((code) => (code < 0 ? -1 : 0))
  if (isOfSubtopic.filter((code) => code < 0).length >= size)
    limits.push({ codes: isOfSubtopic, most: slotsOf(shareOf.subtopic, size, 1) })
  const perTopic = slotsOf(shareOf.topic, size, 2)
  if (!stories.surface.startsWith('NEW_TAB_DE')) return [...limits, { codes: stories.topic, most: perTopic }]
  const isPolitics = having(stories, (topic) => topic === 'government')
  const others = stories.topic.map((code, k) => (isPolitics[k] === 0 ? -1 : code))
  return [
    ...limits,
    { codes: others, most: perTopic },
    { codes: isPolitics, most: germanPolitics },
    { codes: stories.publisher, most: 1, enforced: germanPublisherChance },
  ]
}

const never = (stories: Stories): Limit => ({
  codes: having(stories, (topic) => notForTop.has(topic)),
  most: 0,
  firm: true,
})

/** 0 for stories whose topic holds it, -1 for the others and those without a topic. */
const having = ({ stories }: Stories, holds: (topic: TopicId) => boolean): Int32Array =>
  Int32Array.from(stories, ({ topic }) => (topic !== null && holds(topic) ? 0 : -1))

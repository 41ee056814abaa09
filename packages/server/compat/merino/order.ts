// The order of all stories for one request: the order for everybody, moved by what this reader is said to care for.
import { limitFresh } from '@lectern/engine/sections/fresh-share.ts'
import type { Interests } from './interests.ts'
import type { Ranking } from './ranking.ts'
import type { TopicId } from './topics.ts'

/** A reader's whole interest in a topic makes its stories worth so much more. */
const liftOfInterest = 0.6

export interface Order {
  /** Best first, without what reports took out and what the reader blocked. */
  readonly candidates: Int32Array
  /** Where each stands, blocked ones after all others; -1: taken out by reports. */
  readonly place: Int32Array
  /** 1 where the reader blocked the topic. */
  readonly blocked: Uint8Array
  readonly scores: Float64Array
}

interface Reader {
  readonly interests: Interests | null
  /** Ids of sections. */
  readonly blocked: ReadonlySet<string>
}

export const byInterest = (score: number, topic: TopicId | null, interests: Interests): number =>
  score * (1 + liftOfInterest * (topic === null ? 0 : (interests.get(topic) ?? 0)))

/** Most readers tell nothing: for them a ranking is ordered once. */
const everybodys = new WeakMap<Ranking, Order>()

export function orderOf(ranking: Ranking, reader: Reader): Order {
  if (reader.interests !== null || reader.blocked.size > 0) return ordered(ranking, reader)
  const known = everybodys.get(ranking) ?? ordered(ranking, reader)
  everybodys.set(ranking, known)
  return known
}

function ordered(ranking: Ranking, { interests, blocked }: Reader): Order {
  const { stories, out, fresh, freshShare } = ranking
  const scores =
    interests === null || ranking.ranker === 'interests'
      ? ranking.scores
      : ranking.scores.map((score, k) => byInterest(score, stories.stories[k]!.topic, interests))
  const sorted = Int32Array.from(stories.stories.keys())
    .filter((k) => out[k] === 0)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
  const isHidden = (code: number, names: readonly string[]): boolean => code >= 0 && blocked.has(names[code]!)
  const hidden = Uint8Array.from(stories.topic, (code, k) =>
    isHidden(code, stories.topicNames) || isHidden(stories.subtopic[k]!, stories.subtopicNames) ? 1 : 0,
  )
  const wanted = sorted.filter((k) => hidden[k] === 0)
  const candidates = limitFresh(wanted, { fresh, share: freshShare })
  const place = new Int32Array(stories.stories.length).fill(-1)
  for (const [at, k] of [...candidates, ...sorted.filter((k) => hidden[k] === 1)].entries()) place[k] = at
  return { candidates, place, scores, blocked: hidden }
}

import { largestOf } from './causes.ts'
import type { Part, Reason } from './slate.ts'
import type { Scored, Scorer, StageContext } from './stage.ts'

interface SegmentWeights {
  /** Popularity in the topics of the reader, as far as each is theirs. */
  readonly interest: number
  /** Popularity in any topic. */
  readonly popularity: number
}

/**
 * Second rung: no model knows this reader, but the topics of what they read or follow are known: what is popular now, more
 * of it the more of the history is of its topic. worth = popularity share * (popularity + interest * share of the topic);
 * what the share owes to the history is told item by item. Live: it is right from the first click of a new reader on.
 */
export function segmentValue(weights: SegmentWeights): Scorer {
  return {
    name: 'segment value',
    about: 'What it is worth to readers with these interests: by topics, and popularity there',
    weights: { ...weights },
    rung: 'segment',
    score: (context, rows) => {
      const interests = interestsOf(context)
      return interests.total === 0 ? null : scoredBy(context, rows, { weights, interests })
    },
  }
}

interface Interests {
  /** Weight of a topic. */
  of(topic: number): number
  readonly total: number
  readonly followed: ReadonlySet<number>
}

/** Each history item speaks with its weight for its topic, a followed topic like one item that was read just now. */
function interestsOf({ request, state }: StageContext): Interests {
  const weights = new Map<number, number>()
  let total = 0
  const add = (topic: number, weight: number): void => {
    if (topic < 0) return
    weights.set(topic, (weights.get(topic) ?? 0) + weight)
    total += weight
  }
  const { items, weights: historyWeights } = request.history
  for (let k = 0; k < items.length; k++) add(state.catalogue.topic[items[k]!] ?? -1, historyWeights[k]!)
  const followed = request.followedTopics ?? new Set<number>()
  for (const topic of followed) add(topic, 1)
  return { of: (topic) => weights.get(topic) ?? 0, total, followed }
}

function scoredBy(
  { request, state, causes = Number.POSITIVE_INFINITY }: StageContext,
  rows: Int32Array,
  { weights, interests }: { readonly weights: SegmentWeights; readonly interests: Interests },
): Scored | null {
  const { topic } = state.catalogue
  const { strength } = state.popularity
  let sum = 0
  for (const row of rows) sum += strength[row]!
  if (!(sum > 0)) return null
  const share = (k: number) => strength[rows[k]!]! / sum
  const worth = (weight: number) => (weights.interest * weight) / interests.total
  const scores = Float64Array.from(rows, (row, k) => share(k) * (weights.popularity + worth(interests.of(topic[row]!))))
  const explain = (k: number): Reason => {
    const own = topic[rows[k]!]!
    const { items, weights: historyWeights } = request.history
    const values = new Float64Array(items.length)
    for (let h = 0; h < items.length; h++)
      if (own >= 0 && state.catalogue.topic[items[h]!] === own) values[h] = share(k) * worth(historyWeights[h]!)
    const wanted = interests.followed.has(own) ? worth(1) : 0
    const parts: Part[] = [{ name: 'popularity', contribution: share(k) * (weights.popularity + wanted) }]
    const kind = interests.of(own) > 0 ? 'popular-in-topic' : 'popular'
    return { kind, ...largestOf({ rows: items, values }, causes), parts }
  }
  return { scores, explain }
}

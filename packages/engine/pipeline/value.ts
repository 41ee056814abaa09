import { type Relevance, type RelevanceWeights, relevanceOf } from './relevance.ts'
import type { Part, Reason, ReasonKind } from './slate.ts'
import type { Scored, Scorer, StageContext } from './stage.ts'

/** Published weights of a value; relevance.ts says of what. */
export type ValueWeights = RelevanceWeights

/** First rung: what the history says, blended with popularity and freshness; it must speak for at least one candidate. */
export function personalValue(weights: ValueWeights): Scorer {
  return {
    name: 'personal value',
    about: 'What it is worth to this reader: by history, popularity and freshness',
    weights: { ...weights },
    rung: 'personal',
    score: (context, rows) => {
      const relevance = relevanceOf(context, rows, weights)
      return rows.some((_, k) => relevance.personal(k) > 0) ? scoredBy(context, rows, relevance) : null
    },
  }
}

/** Second rung: popularity and freshness alone; needs one candidate that somebody read. */
export function popularValue(weights: Omit<ValueWeights, 'personal' | 'session'>): Scorer {
  const popularity = { ...weights, personal: 0, session: 0 }
  return {
    name: 'popular value',
    about: 'What it is worth to readers in general: by popularity and freshness',
    weights: popularity,
    rung: 'popular',
    score: (context, rows) =>
      rows.some((row) => context.state.popularity.strength[row]! > 0)
        ? scoredBy(context, rows, relevanceOf(context, rows, popularity))
        : null,
  }
}

/** Last rung: the editors' order; rows they did not place come after, all with score 0. */
export const editorialValue: Scorer = {
  name: 'editorial value',
  about: 'The editors’ order',
  rung: 'editorial',
  score: ({ state }, rows) => {
    const byRow = new Float64Array(state.catalogue.items.size)
    state.editorialOrder.forEach((row, position) => {
      byRow[row] = 1 / (1 + position)
    })
    const scores = Float64Array.from(rows, (row) => byRow[row]!)
    const explain = (k: number): Reason => ({
      kind: 'editors-choice',
      contributions: [],
      parts: [{ name: 'editorial', contribution: scores[k]! }],
    })
    return { scores, explain }
  },
}

function scoredBy(context: StageContext, rows: Int32Array, relevance: Relevance): Scored {
  let topics: ReadonlySet<number> | undefined
  const explain = (k: number): Reason => {
    topics ??= readTopics(context)
    const parts = relevance.parts(k)
    const inTopic = topics.has(context.state.catalogue.topic[rows[k]!]!)
    return { kind: kindOf(relevance.personal(k), parts, inTopic), ...relevance.causes(k), parts }
  }
  return { scores: relevance.scores, explain }
}

function kindOf(personal: number, parts: readonly Part[], inTopic: boolean): ReasonKind {
  const [popularity, freshness] = [parts[0]!.contribution, parts[1]!.contribution]
  if (personal > 0 && personal >= popularity && personal >= freshness) return 'because-you-read'
  if (popularity >= freshness && popularity > 0) return inTopic ? 'popular-in-topic' : 'popular'
  return 'fresh'
}

function readTopics({ state, request }: StageContext): ReadonlySet<number> {
  const topics = new Set<number>()
  for (const row of request.history.items) {
    const topic = state.catalogue.topic[row] ?? -1
    if (topic >= 0) topics.add(topic)
  }
  return topics
}

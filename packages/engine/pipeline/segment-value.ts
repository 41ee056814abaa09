import { decay } from '../data/portable-math.ts'
import type { Part, PipelineState, Reason, SlateRequest } from './slate.ts'
import type { Scored, Scorer, StageContext } from './stage.ts'

export interface SegmentWeights {
  /** What readers with like interests read: popularity, leaning on the reader's topics and region. */
  readonly popularity: number
  readonly freshness: number
  /** After this time freshness counts half, milliseconds. */
  readonly freshnessHalfLifeMs: number
}

/** A topic the reader follows speaks as loudly as so many items read in it. */
const followedItems = 3
/** How far a region may raise or lower an item beside the mean candidate. */
const mostRegionLift = 2

/**
 * Between personal and popular, for readers of whom something is known that no model can use: popularity among those of
 * like interests. An item's popularity is multiplied by how much more of the history lies in its topic than in a mean
 * topic, and by how much more it is opened in the reader's region than the mean candidate. Needs a topic or a region that is known
 * and one candidate that somebody read. O(candidates + history).
 */
export function segmentValue(weights: SegmentWeights): Scorer {
  return {
    name: 'segment value',
    rung: 'segment',
    score: (context, rows) => {
      const { state, request } = context
      const topics = topicLifts(state, request)
      const regions = regionLifts(context, rows)
      if (topics === null && regions === null) return null
      const lifted = Float64Array.from(rows, (row, k) => {
        const topic = state.catalogue.topic[row]!
        return state.popularity.strength[row]! * (topics?.[topic] ?? 1) * (regions?.[k] ?? 1)
      })
      if (!lifted.some((value) => value > 0)) return null
      return blended(context, rows, { weights, lifted, topics })
    },
  }
}

/** By topic code: the weight of the history in it, one item of each topic taken as read; only ratios matter. */
function topicLifts({ catalogue }: PipelineState, { history, followedTopics }: SlateRequest): Float64Array | null {
  const lifts = new Float64Array(catalogue.topics.size).fill(1)
  let known = false
  const add = (topic: number, weight: number): void => {
    lifts[topic]! += weight
    known = true
  }
  for (const [k, row] of history.items.entries()) {
    const topic = catalogue.topic[row] ?? -1
    if (topic >= 0) add(topic, history.weights[k]!)
  }
  for (const topic of followedTopics ?? []) if (topic < lifts.length) add(topic, followedItems)
  return known ? lifts : null
}

/** By candidate: its click rate in the region beside the mean one. */
function regionLifts({ state, request }: StageContext, rows: Int32Array): Float64Array | null {
  const { region = null, now } = request
  if (region === null || state.engagement === null) return null
  const { alpha, beta } = state.engagement.posteriors(rows, { region, now })
  const rates = alpha.map((a, k) => a / (a + beta[k]!))
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)
  return rates.map((rate) => Math.min(mostRegionLift, Math.max(1 / mostRegionLift, rate / mean)))
}

function blended(
  { state, request }: StageContext,
  rows: Int32Array,
  of: { readonly weights: SegmentWeights; readonly lifted: Float64Array; readonly topics: Float64Array | null },
): Scored {
  const { weights, lifted, topics } = of
  const young = Float64Array.from(rows, (row) =>
    decay(request.now - state.catalogue.addedAt[row]!, weights.freshnessHalfLifeMs),
  )
  const popularity = shared(lifted, weights.popularity)
  const freshness = shared(young, weights.freshness)
  const explain = (k: number): Reason => {
    const topic = state.catalogue.topic[rows[k]!]!
    const parts: Part[] = [
      { name: 'popularity', contribution: popularity[k]! },
      { name: 'freshness', contribution: freshness[k]! },
    ]
    const popular = popularity[k]! >= freshness[k]! && popularity[k]! > 0
    const own = (topics?.[topic] ?? 0) > 1
    return { kind: popular ? (own ? 'popular-in-topic' : 'popular') : 'fresh', contributions: [], parts }
  }
  return { scores: popularity.map((value, k) => value + freshness[k]!), explain }
}

/** Each value's share of their sum, times the weight. */
function shared(values: Float64Array, weight: number): Float64Array {
  let sum = 0
  for (const value of values) sum += value
  return values.map((value) => (sum > 0 ? (value * weight) / sum : 0))
}

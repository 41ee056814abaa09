import { decay } from '../data/portable-math.ts'

/** What readers made of items so far: of a publisher, a topic, a single item, or of all. */
export interface Outcomes {
  /** How often shown. */
  readonly shows: number
  /** Opens, and finishes on top: who reads to the end counts twice. */
  readonly gains: number
}

/** What is known of a prospect when its worth is asked for. */
export interface ProspectFacts {
  readonly publisher: Outcomes
  readonly topic: Outcomes
  /** The likest items that readers have seen, with how like they are, 0..1. */
  readonly alike: readonly (Outcomes & { readonly similarity: number })[]
  /** Share of what readers open and share of the recent corpus that the topic has, 0..1; null without a topic. */
  readonly need: { readonly demand: number; readonly stock: number } | null
  /** Since it was published, milliseconds; null when unknown. */
  readonly ageMs: number | null
  /** 0..1; null when not judged. */
  readonly clickbait: number | null
  /** How much of it the publication has already, 0..1. */
  readonly duplicate: number
}

const valueParts = ['all items', 'publisher', 'topic', 'alike', 'fresh', 'need', 'clickbait', 'duplicate'] as const
export interface ValuePart {
  readonly part: (typeof valueParts)[number]
  /** Opens and finishes per 1,000 shows; below 0 it takes off. */
  readonly contribution: number
}

export interface ExpectedValue {
  /** Opens and finishes per 1,000 shows, 0 or more: the sum of the parts. */
  readonly value: number
  readonly parts: readonly ValuePart[]
}

/** A publisher, a topic and an item are believed to be like all items until they were shown about so often. */
const shrinkage = { publisher: 500, topic: 500, item: 200 } as const
/** What is believed of all items before anything was shown: an open or a finish in twenty shows, worth 1,000 shows. */
const prior = { gains: 50, shows: 1000 } as const
/** Half of the worth of all items is added to what is new, a quarter two days later. */
const freshShare = 0.5
const freshHalfLifeMs = 2 * 86_400_000
const needShare = 0.5
/** A title that surely baits loses half: it is opened more and liked less, which opens do not show. */
const baitShare = 0.5

/**
 * What approving a prospect is expected to bring, as a sum that can be read: r is gains per show, r0 of all items.
 *
 *     value = 1000 * (r0 + (r_publisher - r0) + (r_topic - r0) + alike + fresh + need + clickbait + duplicate)
 *     r_x       = (gains_x + k r0) / (shows_x + k), the mean of a Beta posterior with r0 for its prior mean
 *     alike     = sum of s_i (r_i - r0) / (1 + sum of s_i) over the likest items, s their similarity
 *     fresh     = r0 / 2 * 2^(-age / 2 days)
 *     need      = r0 / 2 * (demand - stock) / max(demand, stock)
 *     clickbait = -r0 / 2 * score
 *     duplicate = -(all of the above) * share that is there already
 *
 * A sum below 0 is 0: what is above is scaled down, so the parts still sum to the value. It orders a queue; it decides nothing.
 */
export function expectedValue(facts: ProspectFacts, all: Outcomes): ExpectedValue {
  const r0 = rate(all, prior.gains / prior.shows, prior.shows)
  const above = (outcomes: Outcomes, strength: number) => rate(outcomes, r0, strength) - r0
  const mass = facts.alike.reduce((sum, { similarity }) => sum + similarity, 0)
  const alike = facts.alike.reduce((sum, one) => sum + one.similarity * above(one, shrinkage.item), 0) / (1 + mass)
  const { need, ageMs } = facts
  const most = need === null ? 0 : Math.max(need.demand, need.stock)
  const rates: Record<ValuePart['part'], number> = {
    'all items': r0,
    publisher: above(facts.publisher, shrinkage.publisher),
    topic: above(facts.topic, shrinkage.topic),
    alike,
    fresh: ageMs === null ? 0 : freshShare * r0 * decay(ageMs, freshHalfLifeMs),
    need: most === 0 ? 0 : (needShare * r0 * (need!.demand - need!.stock)) / most,
    clickbait: -baitShare * r0 * (facts.clickbait ?? 0),
    duplicate: 0,
  }
  const sum = valueParts.reduce((total, part) => total + rates[part], 0)
  rates.duplicate = -sum * facts.duplicate
  const scale = sum < 0 ? 0 : 1000
  const parts = valueParts.map((part) => ({ part, contribution: scale * rates[part] }))
  const value = parts.reduce((total, { contribution }) => total + contribution, 0)
  return { value: Math.max(0, value), parts }
}

const rate = ({ gains, shows }: Outcomes, mean: number, strength: number) =>
  (gains + strength * mean) / (Math.max(shows, gains / 2) + strength)

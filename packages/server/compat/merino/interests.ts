// What a client tells of its reader's interests: noisy bit strings against the model we offered, or plain numbers. And that
// model. The client adds the noise, so nothing here is exact and nothing here is kept. Or what a history says of them.
import type { LocalModel } from './answer.ts'
import type { AskedInterests } from './request.ts'
import type { SurfaceId } from './surfaces.ts'
import { type TopicId, topicOf } from './topics.ts'

/** In the order of the bit strings. */
const learnt = [
  'arts',
  'education-science',
  'food',
  'government',
  'health',
  'sports',
  'tech',
  'travel',
] as const satisfies readonly TopicId[]

/** Clicks on a topic as a share of those on the reader's favourite: where the second, third and fourth bit begin. */
const thresholds = [0.2, 0.5, 0.9]
/** A true bit stays with probability p, a false one is set with probability q. */
const p = 0.88
const q = 0.12
const modelId = 'lectern-topics-v1'

/** Privacy loss of one interest in one vector: ln(p (1 - q) / ((1 - p) q)). */
export const epsilonPerInterest = Math.log((p * (1 - q)) / ((1 - p) * q))

export const localModelOf = (surface: SurfaceId): LocalModel => ({
  model_id: modelId,
  model_version: 0,
  surface_id: surface,
  model_data: {
    model_type: 'clicks',
    rescale: true,
    noise_scale: 0,
    day_time_weighting: { days: [3, 14, 45], relative_weight: [1, 0.5, 0.25] },
    interest_vector: Object.fromEntries(
      learnt.map((topic) => [topic, { features: { [`t_${topic}`]: 1 }, thresholds, diff_p: p, diff_q: q }]),
    ),
    private_features: [...learnt],
  },
})

/** Interest per topic, 0 to 1, the vector's length 1; null when nothing usable was sent. */
export type Interests = ReadonlyMap<TopicId, number>

export function readInterests(asked: AskedInterests | null): Interests | null {
  if (asked === null) return null
  const raw = new Map<TopicId, number | null>()
  for (const [name, value] of Object.entries(asked.named)) {
    const topic = topicOf(name.replace(/^t_/, ''))
    if (topic !== null) raw.set(topic, typeof value === 'number' ? finite(value) : decode(value))
  }
  // Bit strings mean something only beside the model they were made with.
  if (asked.modelId === modelId) {
    for (const [k, topic] of learnt.entries()) {
      const bits = asked.values?.[k]
      if (bits !== undefined) raw.set(topic, decode(bits))
    }
  }
  return normalised(raw)
}

const finite = (value: number): number | null => (Number.isFinite(value) && value >= 0 ? value : null)

/** One bit: its threshold; two: the mean of theirs; anything else is lost in the noise. */
function decode(bits: string): number | null {
  if (!/^[01]+$/.test(bits) || bits.length !== thresholds.length + 1) return null
  const set = [...bits].flatMap((bit, k) => (bit === '1' ? [k === 0 ? 0 : thresholds[k - 1]!] : []))
  if (set.length === 1) return set[0]!
  return set.length === 2 ? (set[0]! + set[1]!) / 2 : null
}

/** Length 1; what was lost becomes the mean of what is known, if that is at least two. */
function normalised(raw: ReadonlyMap<TopicId, number | null>): Interests | null {
  const known = [...raw].filter((entry): entry is [TopicId, number] => entry[1] !== null)
  const length = Math.sqrt(known.reduce((sum, [, value]) => sum + value * value, 0))
  if (!(length > 0)) return null
  const interests = new Map(known.map(([topic, value]) => [topic, value / length]))
  if (known.length >= 2) {
    const mean = [...interests.values()].reduce((sum, value) => sum + value, 0) / known.length
    for (const [topic, value] of raw) if (value === null) interests.set(topic, mean)
  }
  return interests
}

/** After so long a click says half as much about the reader's topics. */
const topicHalfLifeMs = 14 * 24 * 3_600_000

export interface Click {
  readonly topic: TopicId
  /** Unix ms. */
  readonly at: number
}

/** Shares of the clicks up to `now`, recent ones counting more; the vector's length is 1. null without a click. */
export function interestsOfClicks(clicks: readonly Click[], now: number): Interests | null {
  const weights = new Map<TopicId, number>()
  for (const { topic, at } of clicks)
    if (at <= now) weights.set(topic, (weights.get(topic) ?? 0) + 2 ** (-(now - at) / topicHalfLifeMs))
  const length = Math.hypot(...weights.values())
  return length > 0 ? new Map([...weights].map(([topic, weight]) => [topic, weight / length])) : null
}

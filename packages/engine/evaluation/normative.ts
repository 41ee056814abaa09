// RADio: five questions of a democracy to a news list, each the rank-aware divergence of two distributions.
// Vrijenhoek et al., "RADio: Rank-aware divergence metrics to measure normative diversity in news recommendations", RecSys
// 2022, arXiv 2209.13520. Distance: square root of Jensen-Shannon in bits, smoothing 0.001; an item at rank r weighs 1/r,
// weights of a list sum to 1. Which end is right is for editors to say, not for the metric.
import { topicMasses } from './calibration.ts'
import { type Distribution, jsDistance } from './divergence.ts'

/** Items of a list, best first (a history: newest first), by what one question asks about. */
type Shown = readonly Item[]
/** Categories of one item; several share its weight, none means that it says nothing. */
type Item = readonly string[]

const smoothing = 0.001

/** Mass per category with weight 1/rank. */
export function rankedMasses(shown: Shown): Map<string, number> {
  return masses(shown, (k) => 1 / (k + 1))
}

/** Mass per category, every item alike: for a pool, which has no ranks. */
export function plainMasses(pool: Shown): Map<string, number> {
  return masses(pool, () => 1)
}

/** Calibration: list against what the reader read, by topic or by complexity (`uniformBin`). 0: tailored, 1: foreign. */
export function calibration(list: Shown, history: Shown): number | null {
  return distance(rankedMasses(history), rankedMasses(list))
}

/** Fragmentation: lists of two readers by story. 0: a common public sphere, 1: bubbles. Average over drawn pairs. */
export function fragmentation(list: Shown, other: Shown): number | null {
  return distance(rankedMasses(other), rankedMasses(list))
}

/** Activation: list against what was available, by strength of sentiment (`uniformBin` of its absolute value in 0..1). */
export function activation(list: Shown, pool: Shown): number | null {
  return distance(plainMasses(pool), rankedMasses(list))
}

/** Representation: list against what was available, by people or parties named. */
export function representation(list: Shown, pool: Shown): number | null {
  return distance(plainMasses(pool), rankedMasses(list))
}

/** Alternative voices: list against what was available, by minority or majority of the people named. */
export function alternativeVoices(list: Shown, pool: Shown): number | null {
  return distance(plainMasses(pool), rankedMasses(list))
}

/** Bin of a value between `low` and `high` as a category, bins equally wide; values outside count to the outermost. */
export function uniformBin(
  value: number,
  { low = 0, high = 1, bins = 5 }: { readonly low?: number; readonly high?: number; readonly bins?: number } = {},
): string {
  if (!(high > low) || !(Number.isInteger(bins) && bins >= 1))
    throw new RangeError(`uniformBin: low is ${low}, high ${high}, bins ${bins}`)
  const bin = Math.floor(((value - low) / (high - low)) * bins)
  return String(Math.max(0, Math.min(bins - 1, bin)))
}

/** Null where a side says nothing: no number is defined, and none should enter a mean. */
function distance(p: Distribution, q: Distribution): number | null {
  return p.size === 0 || q.size === 0 ? null : jsDistance(p, q, { smoothing })
}

function masses(shown: Shown, weight: (k: number) => number): Map<string, number> {
  const places = shown.map((_, k) => k)
  return topicMasses(places, places.map(weight), (k) => shown[k]!)
}

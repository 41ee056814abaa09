import { exp2, ln } from '../data/portable-math.ts'

/** Scores of one text by label and which label was right. */
export interface ScoredText {
  readonly scores: ArrayLike<number>
  readonly right: number
}

/** Shares that sum to 1: e^(sharpness * score), normalised. */
export function softmax(scores: ArrayLike<number>, sharpness: number): Float64Array {
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < scores.length; k++) most = Math.max(most, scores[k]!)
  const shares = Float64Array.from(scores, (score) => exp2((score - most) * sharpness * Math.LOG2E))
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => share / sum)
}

/**
 * The sharpness (1 / temperature) under which the right labels are most likely, for scores of texts that were not learnt from.
 * Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", ICML 2017. Golden section over 0.1 to 100: the
 * loss has one minimum in it. 1 without texts.
 */
export function fitSharpness(texts: readonly ScoredText[]): number {
  if (texts.length === 0) return 1
  const loss = (power: number) => {
    const sharpness = exp2(power)
    let sum = 0
    for (const { scores, right } of texts) sum -= ln(Math.max(softmax(scores, sharpness)[right]!, 1e-300))
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [ln(0.1) * Math.LOG2E, ln(100) * Math.LOG2E]
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)]
  let [lossA, lossB] = [loss(a), loss(b)]
  while (high - low > 1e-3) {
    if (lossA <= lossB) {
      ;[high, b, lossB] = [b, a, lossA]
      a = high - golden * (high - low)
      lossA = loss(a)
    } else {
      ;[low, a, lossA] = [a, b, lossB]
      b = low + golden * (high - low)
      lossB = loss(b)
    }
  }
  return exp2((low + high) / 2)
}

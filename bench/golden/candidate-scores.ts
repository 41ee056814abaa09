// Scores of a prediction's candidates, put together: plain loops, since a replay runs them a hundred million times.
import type { Prediction } from '@lectern/engine/evaluation/replay-in-time.ts'

export type Scorer = (prediction: Prediction) => Float64Array

/** Values of the named rows, in their order. */
export function gather(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  const gathered = new Float64Array(rows.length)
  for (let k = 0; k < rows.length; k++) gathered[k] = values[rows[k]!]!
  return gathered
}

/** Computed once per prediction, for all who ask; who asks must not change it. */
export function once(scorer: Scorer): Scorer {
  let index = -1
  let scores: Float64Array = new Float64Array(0)
  return (prediction) => {
    if (prediction.index !== index) scores = scorer(prediction)
    index = prediction.index
    return scores
  }
}

/** Divided by the sum over the candidates, in place. */
export function unit(scores: Float64Array): Float64Array {
  let sum = 0
  for (let k = 0; k < scores.length; k++) sum += scores[k]!
  const total = Math.max(sum, 1e-12)
  for (let k = 0; k < scores.length; k++) scores[k]! /= total
  return scores
}

/** A scorer whose scores sum to 1 over the candidates. */
export function unitOf(scorer: Scorer): Scorer {
  return (prediction) => unit(scorer(prediction).slice())
}

/** Weighted sum of scorers. */
export function mix(...parts: readonly (readonly [number, Scorer])[]): Scorer {
  return (prediction) => {
    const mixed = new Float64Array(prediction.candidates.length)
    for (const [weight, scorer] of parts) {
      const scores = scorer(prediction)
      for (let k = 0; k < mixed.length; k++) mixed[k]! += weight * scores[k]!
    }
    return mixed
  }
}

// Scores of a prediction's candidates, put together: plain loops, since a replay runs them a hundred million times.
import type { Prediction } from '@lectern/engine/evaluation/replay-in-time.ts'

export type Scorer = (prediction: Prediction) => Float64Array

/** Values of the candidates, in their order. */
export function valuesOf(values: Float64Array): Scorer {
  return once(({ candidates }, into) => {
    for (let k = 0; k < into.length; k++) into[k] = values[candidates[k]!]!
  })
}

/**
 * A scorer computed once per prediction, for all who ask, in memory that is used again: a fresh array of 4,000 scores for each
 * of two million calls would keep the garbage collector busier than the models. Who asks must not change it.
 */
export function once(fill: (prediction: Prediction, into: Float64Array) => void): Scorer {
  let index = -1
  let memory: Float64Array = new Float64Array(0)
  let scores = memory
  return (prediction) => {
    if (prediction.index === index) return scores
    const size = prediction.candidates.length
    if (memory.length < size) memory = new Float64Array(2 * size)
    scores = memory.subarray(0, size)
    fill(prediction, scores)
    index = prediction.index
    return scores
  }
}

/** A scorer whose scores sum to 1 over the candidates. */
export function unitOf(scorer: Scorer): Scorer {
  return once((prediction, into) => {
    into.set(scorer(prediction))
    let sum = 0
    for (let k = 0; k < into.length; k++) sum += into[k]!
    const total = Math.max(sum, 1e-12)
    for (let k = 0; k < into.length; k++) into[k]! /= total
  })
}

/** Weighted sum of scorers. */
export function mix(...parts: readonly (readonly [number, Scorer])[]): Scorer {
  return once((prediction, into) => {
    into.fill(0)
    for (const [weight, scorer] of parts) {
      const scores = scorer(prediction)
      for (let k = 0; k < into.length; k++) into[k]! += weight * scores[k]!
    }
  })
}

import { exp2, ln } from '../data/portable-math.ts'
import type { Examples } from './examples.ts'

/** A loss, seen from its examples. */
export interface Objective {
  /** Score of every row before the first tree. */
  readonly start: number
  /** Writes gradient and hessian of the loss at these scores, in pairs, for each row. */
  derive(scores: Float64Array, pairs: Float32Array): void
  /** What early stopping watches: lower is better. */
  loss(scores: Float64Array): number
}

const log2e = Math.LOG2E

/** 1 / (1 + e^-x). */
export const sigmoid = (x: number): number => 1 / (1 + exp2(-x * log2e))

/** Half the squared error; starts at the mean. */
export function squared({ labels }: Examples): Objective {
  return {
    start: labels.reduce((sum, label) => sum + label, 0) / labels.length,
    derive(scores, pairs) {
      for (let row = 0; row < labels.length; row++) {
        pairs[2 * row] = scores[row]! - labels[row]!
        pairs[2 * row + 1] = 1
      }
    },
    loss: (scores) => labels.reduce((sum, label, row) => sum + (scores[row]! - label) ** 2, 0) / 2 / labels.length,
  }
}

/** Log loss of labels 0 and 1 with scores as log odds; starts at the log odds of the whole. Throws on other labels. */
export function logistic({ labels }: Examples): Objective {
  const other = labels.find((label) => label !== 0 && label !== 1)
  if (other !== undefined) throw new RangeError(`logistic: label ${other}; labels are 0 or 1`)
  const ones = labels.reduce((sum, label) => sum + label, 0)
  return {
    start: ln((ones + 0.5) / (labels.length - ones + 0.5)), // half a row more on each side: finite whatever the labels
    derive(scores, pairs) {
      for (let row = 0; row < labels.length; row++) {
        const chance = sigmoid(scores[row]!)
        pairs[2 * row] = chance - labels[row]!
        pairs[2 * row + 1] = chance * (1 - chance)
      }
    },
    loss(scores) {
      let sum = 0
      for (let row = 0; row < labels.length; row++) {
        const odds = labels[row] === 1 ? scores[row]! : -scores[row]!
        sum += odds > 0 ? ln(1 + exp2(-odds * log2e)) : ln(1 + exp2(odds * log2e)) - odds
      }
      return sum / labels.length
    },
  }
}

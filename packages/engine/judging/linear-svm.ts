import { type Random, shuffle } from '../random/random.ts'
import type { TermRow } from './term-weights.ts'

export interface SvmConfig {
  /** How much a text on the wrong side costs beside large weights; default 1. */
  readonly cost?: number
  /** Passes over the texts at most; default 100. */
  readonly epochs?: number
  /** Stops when no projected gradient of a pass is further from zero; default 0.01. */
  readonly tolerance?: number
  /** Called before each pass, for a thread that has other work too. */
  pause?(): Promise<void>
}

interface SvmProblem {
  readonly rows: readonly TermRow[]
  readonly columns: number
  /** Is row k what is looked for? */
  readonly wanted: (k: number) => boolean
}

/**
 * Weights (one per column, then the bias) of a linear support vector machine with squared hinge loss,
 * min 1/2 |w|^2 + cost * sum max(0, 1 - y w x)^2, by dual coordinate descent: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A dual
 * coordinate descent method for large-scale linear SVM", ICML 2008, algorithm 1, as LIBLINEAR does. Rows have length 1; the
 * bias is one more column of ones. A pass costs the terms of the texts.
 */
export async function trainSvm(
  { rows, columns, wanted }: SvmProblem,
  rng: Random,
  config: SvmConfig = {},
): Promise<Float64Array> {
  const { cost = 1, epochs = 100, tolerance = 0.01, pause } = config
  for (const [name, value] of Object.entries({ cost, epochs, tolerance }))
    if (!(value > 0)) throw new RangeError(`trainSvm: ${name} is ${value}; it must be above 0`)
  const weights = new Float64Array(columns + 1)
  const alpha = new Float64Array(rows.length)
  const order = Int32Array.from(rows.keys())
  const softness = 1 / (2 * cost)
  const lengths = rows.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1) + softness)
  for (let epoch = 0; epoch < epochs; epoch++) {
    await pause?.()
    shuffle(rng, order)
    let furthest = 0
    for (const k of order) {
      const { columns: at, values } = rows[k]!
      const y = wanted(k) ? 1 : -1
      const gradient = y * scoreRow(weights, rows[k]!) - 1 + softness * alpha[k]!
      const projected = alpha[k] === 0 ? Math.min(gradient, 0) : gradient
      if (Math.abs(projected) > furthest) furthest = Math.abs(projected)
      if (projected === 0) continue
      const before = alpha[k]!
      alpha[k] = Math.max(before - gradient / lengths[k]!, 0)
      const step = (alpha[k]! - before) * y
      for (let j = 0; j < at.length; j++) weights[at[j]!]! += step * values[j]!
      weights[columns]! += step
    }
    if (furthest <= tolerance) break
  }
  return weights
}

function scoreRow(weights: Float64Array, { columns, values }: TermRow): number {
  let sum = weights[weights.length - 1]!
  for (let j = 0; j < columns.length; j++) sum += weights[columns[j]!]! * values[j]!
  return sum
}

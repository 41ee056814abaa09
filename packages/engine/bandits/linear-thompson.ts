// Linear Thompson sampling: rewards are a linear function of features; weights are drawn from their posterior for each slate.
// Agrawal and Goyal, "Thompson sampling for contextual bandits with linear payoffs", ICML 2013, arXiv 1209.3352.
// Learning one event O(nonzeros^2); a posterior O(d^3 / 6) multiplications once per refresh; a draw O(d^2); a score
// O(nonzeros). For items that come and go faster than their own counts fill: topic, publisher, place and time carry over.
import type { Random } from '../random/random.ts'
import { FadingScale, type FadingState } from './fading-scale.ts'
import { cholesky, solveLower, solveLowerTransposed } from './packed-cholesky.ts'

/** Features that are not 0: distinct columns below the dimension, with their values. */
export interface SparseFeatures {
  readonly columns: Int32Array
  readonly values: Float64Array
}

export interface LinearEvent {
  readonly features: SparseFeatures
  readonly reward: number
  /** Unix ms. */
  readonly at: number
}

export interface LinearConfig {
  /** Number of features. */
  readonly dimension: number
  /** Precision of the prior: the ridge in B = reg * I + sum of x x'; default 1. */
  readonly reg?: number
  /** Whole milliseconds after which an event counts half; default Infinity. */
  readonly halfLifeMs?: number
}

/** Weights ~ Normal(mean, scale^2 * inverse(L L')), L the packed lower factor. */
export interface LinearPosterior {
  readonly mean: Float64Array
  readonly factor: Float64Array
}

/** Everything that was learnt, for files: sums on the scale's own unit. */
interface LinearState {
  /** Packed lower triangle: entry (i, j <= i) at i (i + 1) / 2 + j. */
  readonly gram: Float64Array
  readonly rewards: Float64Array
  readonly scale: FadingState
}

/** Sums of x x' and reward * x with decay: each event counts at once, and the sums equal a recount (tested). */
export class LinearThompson {
  readonly dimension: number
  readonly reg: number
  readonly halfLifeMs: number
  readonly #gram: Float64Array
  readonly #rewards: Float64Array
  readonly #scale: FadingScale

  /** `kept` is copied. */
  constructor({ dimension, reg = 1, halfLifeMs = Number.POSITIVE_INFINITY }: LinearConfig, kept?: LinearState) {
    if (!(Number.isInteger(dimension) && dimension >= 1))
      throw new RangeError(`linearThompson: dimension is ${dimension}; it must be a whole number, 1 or more`)
    if (!(reg > 0)) throw new RangeError(`linearThompson: reg is ${reg}; it must be above 0`)
    this.dimension = dimension
    this.reg = reg
    this.halfLifeMs = halfLifeMs
    this.#gram = kept?.gram.slice() ?? new Float64Array((dimension * (dimension + 1)) / 2)
    this.#rewards = kept?.rewards.slice() ?? new Float64Array(dimension)
    this.#scale = new FadingScale(
      halfLifeMs,
      (factor) => {
        for (const sums of [this.#gram, this.#rewards]) for (let k = 0; k < sums.length; k++) sums[k]! *= factor
      },
      kept?.scale,
    )
  }

  /** Views, valid until the next event. */
  get state(): LinearState {
    return { gram: this.#gram, rewards: this.#rewards, scale: this.#scale.state }
  }

  observe(event: LinearEvent): void {
    this.#add(event, 1)
  }

  /** Takes back an event that was observed. */
  forget(event: LinearEvent): void {
    this.#add(event, -1)
  }

  /** What is believed of the weights at `now`. Throws when forgetting left no positive definite matrix; raise `reg`. */
  posterior(now: number): LinearPosterior {
    const factor = this.#scale.factor(now)
    const matrix = this.#gram.map((value) => value * factor)
    for (let i = 0; i < this.dimension; i++) matrix[(i * (i + 3)) / 2]! += this.reg
    cholesky(matrix, this.dimension)
    const mean = this.#rewards.map((value) => value * factor)
    solveLower(matrix, mean)
    solveLowerTransposed(matrix, mean)
    return { mean, factor: matrix }
  }

  #add({ features: { columns, values }, reward, at }: LinearEvent, sign: 1 | -1): void {
    if (!Number.isFinite(reward)) throw new RangeError(`linearThompson: reward is ${reward}; it must be finite`)
    if (columns.length !== values.length)
      throw new RangeError(`linearThompson: ${columns.length} columns and ${values.length} values`)
    for (const column of columns)
      if (!(column >= 0 && column < this.dimension))
        throw new RangeError(`linearThompson: column is ${column}; it must be in 0..${this.dimension - 1}`)
    if (!values.every(Number.isFinite)) throw new RangeError('linearThompson: every feature must be finite')
    const weight = sign * this.#scale.weight(at)
    for (let a = 0; a < columns.length; a++) {
      const scaled = weight * values[a]!
      this.#rewards[columns[a]!]! += scaled * reward
      for (let b = 0; b < columns.length; b++)
        if (columns[b]! <= columns[a]!) this.#gram[packed(columns[a]!, columns[b]!)]! += scaled * values[b]!
    }
  }
}

/**
 * One draw of the weights: mean + exploration * inverse(L') * standard normal. The paper's exploration for regret bounds,
 * R sqrt(9 d ln(t / delta)), is far too bold in practice; 0.1 to 1 times the standard deviation of a reward is usual.
 */
export function drawWeights({ mean, factor }: LinearPosterior, exploration: number, rng: Random): Float64Array {
  if (!(exploration >= 0)) throw new RangeError(`drawWeights: exploration is ${exploration}; it must be at least 0`)
  const noise = Float64Array.from(mean, () => rng.normal())
  solveLowerTransposed(factor, noise)
  return noise.map((value, k) => mean[k]! + exploration * value)
}

/** The sum of value * weight over the features. */
export function linearScore({ columns, values }: SparseFeatures, weights: Float64Array): number {
  let sum = 0
  for (let k = 0; k < columns.length; k++) sum += values[k]! * weights[columns[k]!]!
  return sum
}

const packed = (i: number, j: number) => (i * (i + 1)) / 2 + j

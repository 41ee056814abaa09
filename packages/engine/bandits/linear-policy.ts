// Linear Thompson sampling as a policy: click rates as a linear function of features of item and place, so that a new item
// is judged by its topic and publisher before it was shown. See linear-thompson.ts for the paper and the costs; the
// posterior is made anew when something was learnt or, with decay, time went by.
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import type { Random } from '../random/random.ts'
import { type FadingState, halfLifeFromJson, halfLifeToJson } from './fading-scale.ts'
import {
  drawWeights,
  type LinearConfig,
  type LinearPosterior,
  LinearThompson,
  linearScore,
  type SparseFeatures,
} from './linear-thompson.ts'
import type { Moment, Policy, PolicyEvent } from './policy.ts'

/** Features of showing an item at a place; the same in training and serving, as it is the same function. */
export type ItemFeatures = (row: number, region: string | null) => SparseFeatures

interface LinearPolicyConfig extends LinearConfig {
  /** Scale of the noise in a draw: about the standard deviation of a reward; default 0.2. */
  readonly exploration?: number
}

const kind = 'linear-thompson/1'

export class LinearPolicy implements Policy {
  readonly kind = 'linear-thompson'
  readonly items: Vocabulary
  readonly config: LinearPolicyConfig
  readonly #learner: LinearThompson
  readonly #features: ItemFeatures
  #posterior: { readonly now: number; readonly of: LinearPosterior } | null = null

  constructor(
    items: Vocabulary,
    config: LinearPolicyConfig,
    given: { readonly features: ItemFeatures; readonly learner?: LinearThompson },
  ) {
    const { exploration = 0.2 } = config
    if (!(exploration >= 0)) throw new RangeError(`linearPolicy: exploration is ${exploration}; it must be at least 0`)
    this.items = items
    this.config = config
    this.#features = given.features
    this.#learner = given.learner ?? new LinearThompson(config)
  }

  /** Each show is one event with reward 1 when it was clicked; clicks beyond the shows count as shows. */
  observe(event: PolicyEvent): void {
    this.#each(event, (one) => this.#learner.observe(one))
  }

  forget(event: PolicyEvent): void {
    this.#each(event, (one) => this.#learner.forget(one))
  }

  means(rows: Int32Array, moment: Moment): Float64Array {
    return this.#scores(rows, moment, this.#posteriorAt(moment.now).mean)
  }

  draw(rows: Int32Array, moment: Moment, rng: Random): Float64Array {
    const { exploration = 0.2 } = this.config
    return this.#scores(rows, moment, drawWeights(this.#posteriorAt(moment.now), exploration, rng))
  }

  save(): Uint8Array {
    const { dimension, reg, halfLifeMs, state } = this.#learner
    const { exploration = 0.2 } = this.config
    const meta = {
      items: this.items,
      config: { dimension, reg, exploration },
      halfLifeMs: halfLifeToJson(halfLifeMs),
      scale: state.scale,
    }
    return writeModelFile({ kind, meta, arrays: { gram: state.gram, rewards: state.rewards } })
  }

  #scores(rows: Int32Array, { region }: Moment, weights: Float64Array): Float64Array {
    return Float64Array.from(rows, (row) => linearScore(this.#features(row, region), weights))
  }

  #each(event: PolicyEvent, take: (one: Parameters<LinearThompson['observe']>[0]) => void): void {
    this.items.id(event.row)
    const { shows = 0, clicks = 0 } = event
    for (const [name, value] of Object.entries({ shows, clicks }))
      if (!(Number.isInteger(value) && value >= 0))
        throw new RangeError(`linearPolicy: ${name} is ${value}; it must be a whole number, 0 or more`)
    const features = this.#features(event.row, event.region)
    for (let k = 0; k < Math.max(shows, clicks); k++) take({ features, reward: k < clicks ? 1 : 0, at: event.at })
    this.#posterior = null
  }

  #posteriorAt(now: number): LinearPosterior {
    if (
      this.#posterior === null ||
      (this.#posterior.now !== now && this.#learner.halfLifeMs !== Number.POSITIVE_INFINITY)
    )
      this.#posterior = { now, of: this.#learner.posterior(now) }
    return this.#posterior.of
  }
}

interface Meta {
  readonly items: string[]
  readonly config: { readonly dimension: number; readonly reg: number; readonly exploration: number }
  readonly halfLifeMs: number | null
  readonly scale: FadingState
}

/** Reads what `save` wrote; the features are code and must be the same. Throws on foreign or damaged bytes. */
export function loadLinearPolicy(bytes: Uint8Array, features: ItemFeatures): LinearPolicy {
  const file = readModelFile(bytes, kind)
  const meta = file.meta as Meta
  const { dimension } = meta.config
  const config = { ...meta.config, halfLifeMs: halfLifeFromJson(meta.halfLifeMs) }
  const kept = {
    gram: arrayOf(file, 'gram', Float64Array, (dimension * (dimension + 1)) / 2),
    rewards: arrayOf(file, 'rewards', Float64Array, dimension),
    scale: meta.scale,
  }
  const learner = new LinearThompson(config, kept)
  return new LinearPolicy(new Vocabulary(meta.items), config, { features, learner })
}

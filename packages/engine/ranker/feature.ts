import type { History } from '../data/history.ts'

/** Something that happened to an item, as features learn it. Events come in order of time. */
export interface ItemEvent {
  /** Session, or whatever a visit is. */
  readonly session: string
  /** Item row. */
  readonly row: number
  /** Unix ms. */
  readonly at: number
}

/** The list to be ranked, before it is shown: all that may be known about it. */
export interface Moment {
  /** Unix ms. Events of this time or later are not known yet. */
  readonly at: number
  /** Item rows of the session so far, newest last. */
  readonly context: History
}

/** Where a feature writes: the value of its column c for candidate k goes to values[k * stride + first + c]. */
interface Columns {
  readonly values: Float32Array
  readonly stride: number
  readonly first: number
}

/**
 * What a ranker looks at: two functions, one that learns from an event and one that tells the value of each candidate at
 * a moment. The same two run in replay, where examples come from, and online, where lists are ranked: training and serving
 * cannot drift apart. (The idea is metarank's.) `write` leaves NaN, which is there already, where nothing is known.
 */
export interface Feature<Event extends ItemEvent = ItemEvent, At extends Moment = Moment> {
  /** Names of its columns. */
  readonly columns: readonly string[]
  observe(event: Event): void
  write(moment: At, candidates: Int32Array, into: Columns): void
}

/** Features side by side: the rows a ranker is trained on and asked for. */
export class FeatureTable<Event extends ItemEvent = ItemEvent, At extends Moment = Moment> {
  readonly columns: readonly string[]
  readonly #features: readonly Feature<Event, At>[]
  readonly #first: readonly number[]

  /** Throws on a column name that is given twice. */
  constructor(features: readonly Feature<Event, At>[]) {
    this.#features = features
    this.columns = features.flatMap(({ columns }) => columns)
    const twice = this.columns.find((name, at) => this.columns.indexOf(name) !== at)
    if (twice !== undefined) throw new Error(`features: two columns are named ${JSON.stringify(twice)}`)
    let first = 0
    this.#first = features.map(({ columns }) => {
      first += columns.length
      return first - columns.length
    })
  }

  observe(event: Event): void {
    for (const feature of this.#features) feature.observe(event)
  }

  /** Candidates x columns, row-major. */
  rows(moment: At, candidates: Int32Array): Float32Array {
    const stride = this.columns.length
    const values = new Float32Array(candidates.length * stride).fill(Number.NaN)
    for (let f = 0; f < this.#features.length; f++)
      this.#features[f]!.write(moment, candidates, { values, stride, first: this.#first[f]! })
    return values
  }
}

import type { History } from '../data/history.ts'
import { type Interactions, readerHistory } from '../data/interactions.ts'
import { LeadingRows } from '../data/leading-rows.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { decay, exp2, powerOfTwo } from '../data/portable-math.ts'
import { alignRows, Vocabulary } from '../data/vocabulary.ts'
import type { Algorithm, Explanation, Model } from './model.ts'

interface PopularityConfig {
  /** After this time an event counts half: whole milliseconds. */
  readonly halfLifeMs: number
}

interface ItemEvent {
  /** Item row. */
  readonly row: number
  /** Unix ms. */
  readonly at: number
  readonly weight: number
}

const kind = 'popularity/1'
/** Rows kept in order for lists: several lists long, as filters take some out. */
const leadingKept = 2000
/** The epoch moves before a weight reaches 2^this; strengths lose an event 1074 half-lives older than the epoch. */
const rebaseExponent = 256

/**
 * Popularity with exponential decay: score(now) = sum over events of weight * 2^(-(now - at) / half-life).
 *
 * Kept as one sum per item, `strength` = sum of weight * 2^((at - epoch) / half-life): an event costs one addition, and
 * the order of items needs no clock. The epoch is a whole number of half-lives, so moving it multiplies by an exact power
 * of two: the sums equal a recount up to the order of additions (1e-9 relative; tested over years of events).
 */
export class Popularity implements Model {
  readonly kind = 'popularity'
  readonly items: Vocabulary
  readonly halfLifeMs: number
  /** Per item on one common scale that grows with time; compare or divide, do not keep. */
  readonly strength: Float64Array
  readonly #leading: LeadingRows
  #epoch: number
  #newestAt: number

  constructor(
    items: Vocabulary,
    config: PopularityConfig,
    kept?: { strength: Float64Array; epoch: number; newestAt: number },
  ) {
    if (!(Number.isSafeInteger(config.halfLifeMs) && config.halfLifeMs >= 1))
      throw new RangeError(
        `popularity: halfLifeMs is ${config.halfLifeMs}; it must be a whole number of milliseconds, 1 or more`,
      )
    this.items = items
    this.halfLifeMs = config.halfLifeMs
    this.strength = kept?.strength ?? new Float64Array(items.size)
    this.#leading = new LeadingRows(this.strength, leadingKept)
    this.#epoch = kept?.epoch ?? Number.NEGATIVE_INFINITY
    this.#newestAt = kept?.newestAt ?? Number.NEGATIVE_INFINITY
  }

  /** Counts one event, at once and in any order of time. Throws on a row, time or weight that cannot be. */
  observe(event: ItemEvent): void {
    const row = this.#checked(event)
    const amount = this.#amount(event) // may rescale `strength`, so it comes before the read
    this.strength[row]! += amount
    this.#leading.rose(row)
  }

  /** Takes back an event that was observed, as if it had never been. */
  forget(event: ItemEvent): void {
    const row = this.#checked(event)
    const amount = this.#amount(event)
    this.strength[row] = Math.max(0, this.strength[row]! - amount)
    this.#leading.fell(row)
  }

  /** The strongest rows, best first, ties by lower row; `complete` when nothing else was ever read. A view until the next event. */
  leading(): { readonly rows: Int32Array; readonly complete: boolean } {
    return this.#leading.leading()
  }

  /** Decayed sums at `now`; a `now` before the newest event counts as that event's time. */
  score(_history: History, now: number): Float32Array {
    const factor = this.#factor(now)
    const scores = new Float32Array(this.strength.length)
    for (let row = 0; row < scores.length; row++) scores[row] = Math.min(this.strength[row]! * factor, largestFloat32)
    return scores
  }

  explain(_history: History, row: number, now: number): Explanation {
    this.items.id(row)
    return { base: Math.min(this.strength[row]! * this.#factor(now), largestFloat32), contributions: [] }
  }

  /** The same counts over other items: new ones start at 0, missing ones are dropped. */
  withItems(items: Vocabulary): Popularity {
    const rows = alignRows(items, this.items)
    const strength = new Float64Array(rows.length)
    for (let row = 0; row < rows.length; row++) strength[row] = rows[row]! < 0 ? 0 : this.strength[rows[row]!]!
    return new Popularity(items, this, { strength, epoch: this.#epoch, newestAt: this.#newestAt })
  }

  save(): Uint8Array {
    const started = this.#newestAt > Number.NEGATIVE_INFINITY
    const meta = {
      items: this.items,
      halfLifeMs: this.halfLifeMs,
      epoch: started ? this.#epoch : null,
      newestAt: started ? this.#newestAt : null,
    }
    return writeModelFile({ kind, meta, arrays: { strength: this.strength } })
  }

  #checked({ row, at, weight }: ItemEvent): number {
    this.items.id(row)
    if (!Number.isFinite(at)) throw new RangeError(`popularity: at is ${at}; it must be finite`)
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`popularity: weight is ${weight}; it must be above 0 and finite`)
    return row
  }

  #amount({ at, weight }: ItemEvent): number {
    if ((at - this.#epoch) / this.halfLifeMs > rebaseExponent) this.#rebase(at)
    this.#newestAt = Math.max(this.#newestAt, at)
    return weight * exp2((at - this.#epoch) / this.halfLifeMs)
  }

  #rebase(at: number): void {
    const epoch = Math.floor(at / this.halfLifeMs) * this.halfLifeMs
    if (this.#epoch > Number.NEGATIVE_INFINITY) {
      const scale = powerOfTwo(-Math.round((epoch - this.#epoch) / this.halfLifeMs))
      for (let row = 0; row < this.strength.length; row++) this.strength[row]! *= scale
      this.#leading.fell() // the order stays but for strengths too small to tell apart
    }
    this.#epoch = epoch
  }

  #factor(now: number): number {
    if (this.#newestAt === Number.NEGATIVE_INFINITY) return 0
    // Two steps, so that neither overflows: the epoch lies at most `rebaseExponent` half-lives before the newest event.
    const toNewest = exp2((this.#epoch - this.#newestAt) / this.halfLifeMs)
    return toNewest * decay(now - this.#newestAt, this.halfLifeMs)
  }
}

const largestFloat32 = 3.4028234663852886e38

/** Counts every pair of the interactions once, at its newest time with its weight. */
export const popularity: Algorithm<PopularityConfig, Popularity> = {
  kind: 'popularity',
  defaults: { halfLifeMs: 12 * 3_600_000 },

  async train(interactions: Interactions, config: PopularityConfig): Promise<Popularity> {
    const model = new Popularity(interactions.itemIds, config)
    for (let reader = 0; reader < interactions.readerIds.size; reader++) {
      const { items, at, weights } = readerHistory(interactions, reader)
      for (let k = 0; k < items.length; k++) model.observe({ row: items[k]!, at: at[k]!, weight: weights[k]! })
    }
    return model
  },

  load(bytes: Uint8Array): Popularity {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as { items: string[]; halfLifeMs: number; epoch: number | null; newestAt: number | null }
    const items = new Vocabulary(meta.items)
    const strength = arrayOf(file, 'strength', Float64Array, items.size).slice() // counting goes on; the file stays as it is
    if (meta.epoch === null || meta.newestAt === null) return new Popularity(items, meta)
    return new Popularity(items, meta, { strength, epoch: meta.epoch, newestAt: meta.newestAt })
  },
}

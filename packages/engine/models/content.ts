import { type ContentVectors, unitVectors } from '../data/content-vectors.ts'
import type { History } from '../data/history.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { decay } from '../data/portable-math.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import type { Algorithm, Contribution, Explanation, Model } from './model.ts'

interface ContentConfig {
  /** After this time an entry of the history counts half: milliseconds; Infinity for never. */
  readonly halfLifeMs: number
}

const kind = 'content/1'

/**
 * Nearness to what the reader read: score(j) = sum over the history of w_i cos(v_i, v_j) / sum of w_i, with w_i the weight of
 * the entry times its decay. The profile is one vector, so a score costs items x embeddingSize however long the history.
 *
 * Rocchio's relevance feedback without negatives (in Salton, "The SMART Retrieval System", 1971). Use it for items that
 * nobody has read, in small catalogues, and as one voice of a blend; readers' behaviour, where there is any, knows more.
 */
class Content implements Model {
  readonly kind = 'content'
  readonly items: Vocabulary
  readonly embeddingSize: number
  /** Of length 1 each, items x embeddingSize row-major. */
  readonly vectors: Float32Array
  readonly config: ContentConfig

  constructor({ items, embeddingSize, values }: ContentVectors, config: ContentConfig) {
    if (!(config.halfLifeMs > 0))
      throw new RangeError(`content: halfLifeMs is ${config.halfLifeMs}; it must be above 0`)
    this.items = items
    this.embeddingSize = embeddingSize
    this.vectors = values
    this.config = config
  }

  score(history: History, now: number): Float32Array {
    const size = this.embeddingSize
    const profile = new Float64Array(size)
    for (const { row, weight } of this.#weighted(history, now))
      for (let d = 0; d < size; d++) profile[d]! += weight * this.vectors[row * size + d]!
    const scores = new Float32Array(this.items.size)
    for (let row = 0, k = 0; row < scores.length; row++) {
      let sum = 0
      for (let d = 0; d < size; d++, k++) sum += profile[d]! * this.vectors[k]!
      scores[row] = sum
    }
    return scores
  }

  explain(history: History, row: number, now: number): Explanation {
    this.items.id(row)
    const contributions = this.#weighted(history, now).map(
      (one): Contribution => ({ row: one.row, contribution: one.weight * this.#cosine(one.row, row) }),
    )
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: 0, contributions }
  }

  save(): Uint8Array {
    const halfLifeMs = Number.isFinite(this.config.halfLifeMs) ? this.config.halfLifeMs : null
    const meta = { items: this.items, embeddingSize: this.embeddingSize, halfLifeMs }
    return writeModelFile({ kind, meta, arrays: { vectors: this.vectors } })
  }

  /** Known entries with weights that sum to 1. A time that is far past every entry leaves them as they were to one another. */
  #weighted({ items, weights, at }: History, now: number): { readonly row: number; readonly weight: number }[] {
    const known = Array.from(items.keys()).filter((k) => items[k]! >= 0 && items[k]! < this.items.size)
    const newest = known.reduce((latest, k) => Math.max(latest, at[k]!), Number.NEGATIVE_INFINITY)
    const clock = Math.min(now, newest)
    const faded = known.map((k) => weights[k]! * decay(clock - at[k]!, this.config.halfLifeMs))
    const total = faded.reduce((sum, weight) => sum + weight, 0)
    return total === 0 ? [] : known.map((k, which) => ({ row: items[k]!, weight: faded[which]! / total }))
  }

  #cosine(a: number, b: number): number {
    const size = this.embeddingSize
    let sum = 0
    for (let d = 0; d < size; d++) sum += this.vectors[a * size + d]! * this.vectors[b * size + d]!
    return sum
  }
}

/** The algorithm over given vectors (text/lsa.ts, or any encoder's). It knows the items of the vectors, read or not. */
export function content(vectors: ContentVectors): Algorithm<ContentConfig, Content> {
  return {
    kind: 'content',
    defaults: { halfLifeMs: Number.POSITIVE_INFINITY },
    train: async (_interactions, config) => new Content(unitVectors(vectors), config),
    load: loadContent,
  }
}

/** Reads what `save` wrote; needs no vectors, they are in the file. */
export function loadContent(bytes: Uint8Array): Content {
  const file = readModelFile(bytes, kind)
  const meta = file.meta as { items: string[]; embeddingSize: number; halfLifeMs: number | null }
  const items = new Vocabulary(meta.items)
  const { embeddingSize } = meta
  const values = arrayOf(file, 'vectors', Float32Array, items.size * embeddingSize)
  return new Content({ items, embeddingSize, values }, { halfLifeMs: meta.halfLifeMs ?? Number.POSITIVE_INFINITY })
}

import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { type Forest, forestOf, scoreRows, type Walks, walksOf } from './forest.ts'
import type { Tree } from './tree.ts'

/** A score taken apart: `base` plus the contributions, one per feature, is the score (1e-9 relative). */
export interface Attribution {
  readonly base: number
  readonly contributions: Float64Array
}

const kind = 'boosted-trees/1'

/**
 * A sum of regression trees over named features: a trained ranker. Plain arrays, so it runs anywhere; comparisons and
 * additions alone, so it gives the same bits everywhere. Scores order the rows of one list; they are no probabilities
 * (unless trained with `logistic`: then they are log odds).
 */
export class BoostedTrees {
  readonly kind = 'boosted-trees'
  /** Names of the columns of a row of values, in order. */
  readonly features: readonly string[]
  /** Score before the first tree. */
  readonly start: number
  readonly #forest: Forest
  readonly #walks: Walks

  constructor(features: readonly string[], start: number, forest: Forest) {
    this.features = features
    this.start = start
    this.#forest = forest
    this.#walks = walksOf(forest, features.length)
  }

  static of(features: readonly string[], start: number, trees: readonly Tree[]): BoostedTrees {
    return new BoostedTrees(features, start, forestOf(trees))
  }

  get trees(): number {
    return this.#forest.roots.length
  }

  /** One score per row of `values` (rows x features, row-major, NaN where missing). Throws when the rows do not fit. */
  score(values: Float32Array): Float64Array {
    if (values.length % this.features.length !== 0)
      throw new RangeError(
        `boosted trees: ${values.length} values are no whole rows of ${this.features.length} features`,
      )
    return scoreRows(this.#walks, values, this.start)
  }

  /**
   * What each feature did to the score of one row: every step of a walk goes to the feature it asks, worth the difference
   * of the two nodes. Saabas, "Interpreting random forests" (2014); Palczewska et al., IRI 2013. O(trees x depth).
   */
  explain(row: Float32Array): Attribution {
    if (row.length !== this.features.length)
      throw new RangeError(`boosted trees: ${row.length} values for ${this.features.length} features`)
    const { roots, feature, threshold, missingLeft, left, value } = this.#forest
    const contributions = new Float64Array(row.length)
    let base = this.start
    for (const root of roots) {
      base += value[root]!
      let node = root
      while (left[node]! >= 0) {
        const asked = feature[node]!
        const own = row[asked]!
        const goesLeft = Number.isNaN(own) ? missingLeft[node] === 1 : own <= threshold[node]!
        const next = left[node]! + Number(!goesLeft)
        contributions[asked]! += value[next]! - value[node]!
        node = next
      }
    }
    return { base, contributions }
  }

  /** One model file (data/model-file.ts); equal trees give equal bytes. */
  save(): Uint8Array {
    return writeModelFile({ kind, meta: { features: this.features, start: this.start }, arrays: { ...this.#forest } })
  }
}

/** Reads what `save` wrote. Throws on foreign or damaged bytes. */
export function loadBoostedTrees(bytes: Uint8Array): BoostedTrees {
  const file = readModelFile(bytes, kind)
  const { features, start } = file.meta as { features: string[]; start: number }
  const feature = arrayOf(file, 'feature', Int32Array)
  const forest: Forest = {
    roots: arrayOf(file, 'roots', Int32Array),
    feature,
    threshold: arrayOf(file, 'threshold', Float32Array, feature.length),
    missingLeft: arrayOf(file, 'missingLeft', Uint8Array, feature.length),
    left: arrayOf(file, 'left', Int32Array, feature.length),
    value: arrayOf(file, 'value', Float64Array, feature.length),
  }
  refuseDamaged(forest, features.length)
  return new BoostedTrees(features, start, forest)
}

/** Children lie behind their parent, so that every walk ends; a file that says otherwise is damaged. */
function refuseDamaged({ roots, feature, left }: Forest, width: number): void {
  const nodes = feature.length
  for (const root of roots) if (!(root >= 0 && root < nodes)) throw new Error(`boosted trees: root ${root} is no node`)
  for (let node = 0; node < nodes; node++) {
    if (left[node]! < 0) continue
    if (!(left[node]! > node && left[node]! + 1 < nodes && feature[node]! >= 0 && feature[node]! < width))
      throw new Error(`boosted trees: node ${node} is damaged`)
  }
}

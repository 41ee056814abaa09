import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import type { Tree } from './tree.ts'

/** A score taken apart: `base` plus the contributions, one per feature, is the score (1e-9 relative). */
export interface Attribution {
  readonly base: number
  readonly contributions: Float64Array
}

const kind = 'boosted-trees/1'

/** All trees in one run of nodes; children are numbers in the same run. */
interface Forest {
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
}

/**
 * A sum of regression trees over named features: a trained ranker. Plain arrays, so it runs anywhere; comparisons and
 * additions alone, so it gives the same bits everywhere. Scores order the rows of one list; they are no probabilities
 * (unless trained with `logistic`: then they are log odds).
 */
export class BoostedTrees {
  readonly kind = 'boosted-trees'
  /** Names of the columns of a row of values, in order. */
  readonly features: readonly string[]
  readonly start: number
  readonly #forest: Forest

  constructor(features: readonly string[], start: number, trees: readonly Tree[] | Forest) {
    this.features = features
    this.start = start
    this.#forest = Array.isArray(trees) ? planted(trees) : (trees as Forest)
  }

  get trees(): number {
    return this.#forest.roots.length
  }

  /** One score per row of `values` (rows x features, row-major, NaN where missing). Throws when the rows do not fit. */
  score(values: Float32Array): Float64Array {
    const width = this.features.length
    const rows = values.length / width
    if (!Number.isInteger(rows))
      throw new RangeError(`boosted trees: ${values.length} values are no whole rows of ${width} features`)
    const { roots, feature, threshold, missingLeft, left, right, value } = this.#forest
    const scores = new Float64Array(rows).fill(this.start)
    for (const root of roots) {
      for (let row = 0, from = 0; row < rows; row++, from += width) {
        let node = root
        let next = left[node]!
        while (next >= 0) {
          const own = values[from + feature[node]!]!
          if (!(own <= threshold[node]!) && !(Number.isNaN(own) && missingLeft[node] === 1)) next = right[node]!
          node = next
          next = left[node]!
        }
        scores[row]! += value[node]!
      }
    }
    return scores
  }

  /**
   * What each feature did to the score of one row: every step of a walk goes to the feature it asks, worth the difference
   * of the two nodes. Saabas, "Interpreting random forests" (2014); Palczewska et al., IRI 2013. O(trees x depth).
   */
  explain(row: Float32Array): Attribution {
    if (row.length !== this.features.length)
      throw new RangeError(`boosted trees: ${row.length} values for ${this.features.length} features`)
    const { roots, feature, threshold, missingLeft, left, right, value } = this.#forest
    const contributions = new Float64Array(row.length)
    let base = this.start
    for (const root of roots) {
      base += value[root]!
      let node = root
      while (left[node]! >= 0) {
        const asked = feature[node]!
        const own = row[asked]!
        const goesLeft = Number.isNaN(own) ? missingLeft[node] === 1 : own <= threshold[node]!
        const next = goesLeft ? left[node]! : right[node]!
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
  const roots = arrayOf(file, 'roots', Int32Array)
  const feature = arrayOf(file, 'feature', Int32Array)
  const nodes = feature.length
  const forest: Forest = {
    roots,
    feature,
    threshold: arrayOf(file, 'threshold', Float64Array, nodes),
    missingLeft: arrayOf(file, 'missingLeft', Uint8Array, nodes),
    left: arrayOf(file, 'left', Int32Array, nodes),
    right: arrayOf(file, 'right', Int32Array, nodes),
    value: arrayOf(file, 'value', Float64Array, nodes),
  }
  refuseLoops(forest, features.length)
  return new BoostedTrees(features, start, forest)
}

/** Children lie behind their parent, so that every walk ends; a file that says otherwise is damaged. */
function refuseLoops({ roots, feature, left, right }: Forest, width: number): void {
  const nodes = feature.length
  for (const root of roots) if (!(root >= 0 && root < nodes)) throw new Error(`boosted trees: root ${root} is no node`)
  for (let node = 0; node < nodes; node++) {
    if (left[node]! < 0) continue
    const inside = [left[node]!, right[node]!].every((child) => child > node && child < nodes)
    if (!inside || !(feature[node]! >= 0 && feature[node]! < width))
      throw new Error(`boosted trees: node ${node} is damaged`)
  }
}

function planted(trees: readonly Tree[]): Forest {
  const nodes = trees.reduce((sum, { left }) => sum + left.length, 0)
  const forest: Forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes),
  }
  let first = 0
  trees.forEach((tree, t) => {
    forest.roots[t] = first
    forest.feature.set(tree.feature, first)
    forest.threshold.set(tree.threshold, first)
    forest.missingLeft.set(tree.missingLeft, first)
    forest.value.set(tree.value, first)
    const moved = (children: Int32Array) => children.map((child) => (child < 0 ? child : child + first))
    forest.left.set(moved(tree.left), first)
    forest.right.set(moved(tree.right), first)
    first += tree.left.length
  })
  return forest
}

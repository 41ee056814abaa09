import type { Bins } from './bins.ts'
import type { BinnedRows } from './histogram.ts'
import type { Split } from './split.ts'

/**
 * One regression tree as flat arrays. Node 0 is the root. `value` is what the tree answers at
 * a leaf, and at an inner node what it would answer if it ended there: each step of a walk is worth a difference of two.
 */
export interface Tree {
  readonly feature: Int32Array
  /** Bin within the feature: rows up to it go left. */
  readonly bin: Int32Array
  /** The same as a value; the largest float32: all values left, missing ones right. */
  readonly threshold: Float32Array
  readonly missingLeft: Uint8Array
  /** The left child, the right one is the next node; -1 in a leaf. */
  readonly left: Int32Array
  readonly value: Float64Array
}

const largestFloat32 = 3.4028234663852886e38

/** A tree under construction. */
export class TreeBuilder {
  readonly #nodes: { value: number; split?: Split; threshold?: number; left?: number }[] = []

  /** A new leaf; its number. */
  leaf(value: number): number {
    this.#nodes.push({ value })
    return this.#nodes.length - 1
  }

  /** Splits a leaf; `left` is the left child, the right one was made directly after it. */
  split(node: number, split: Split, { left, bins }: { left: number; bins: Bins }): void {
    const threshold = bins.edges[split.feature]![split.bin - 1] ?? largestFloat32
    Object.assign(this.#nodes[node]!, { split, threshold, left })
  }

  finish(): Tree {
    const nodes = this.#nodes
    return {
      feature: Int32Array.from(nodes, ({ split }) => split?.feature ?? 0),
      bin: Int32Array.from(nodes, ({ split }) => split?.bin ?? 0),
      threshold: Float32Array.from(nodes, ({ threshold }) => threshold ?? 0),
      missingLeft: Uint8Array.from(nodes, ({ split }) => (split?.missingLeft ? 1 : 0)),
      left: Int32Array.from(nodes, ({ left }) => left ?? -1),
      value: Float64Array.from(nodes, ({ value }) => value),
    }
  }
}

/** Adds the tree's answer for every row to `scores`. */
export function addTree(tree: Tree, { columns }: BinnedRows, scores: Float64Array): void {
  const { feature, bin, missingLeft, left, value } = tree
  for (let row = 0; row < scores.length; row++) {
    let node = 0
    while (left[node]! >= 0) {
      const own = columns[feature[node]!]![row]!
      const goesLeft = own === 0 ? missingLeft[node] === 1 : own <= bin[node]!
      node = left[node]! + Number(!goesLeft)
    }
    scores[row]! += value[node]!
  }
}

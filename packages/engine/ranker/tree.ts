import type { Bins } from './bins.ts'
import type { BinnedRows } from './histogram.ts'
import type { Split } from './split.ts'

/**
 * One regression tree as flat arrays. Node 0 is the root; left[node] = -1 marks a leaf. `value` is what the tree answers at
 * a leaf, and at an inner node what it would answer if it ended there: each step of a walk is worth a difference of two.
 */
export interface Tree {
  readonly feature: Int32Array
  /** Bin within the feature: rows up to it go left. */
  readonly bin: Int32Array
  /** The same as a value; Infinity: all values left, missing ones right. */
  readonly threshold: Float64Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
}

/** A tree under construction. */
export class TreeBuilder {
  readonly #nodes: { value: number; split?: Split; threshold?: number; left?: number; right?: number }[] = []

  /** A new leaf; its number. */
  leaf(value: number): number {
    this.#nodes.push({ value })
    return this.#nodes.length - 1
  }

  split(node: number, split: Split, children: { left: number; right: number; bins: Bins }): void {
    const threshold = children.bins.edges[split.feature]![split.bin - 1] ?? Number.POSITIVE_INFINITY
    Object.assign(this.#nodes[node]!, { split, threshold, left: children.left, right: children.right })
  }

  finish(): Tree {
    const nodes = this.#nodes
    return {
      feature: Int32Array.from(nodes, ({ split }) => split?.feature ?? 0),
      bin: Int32Array.from(nodes, ({ split }) => split?.bin ?? 0),
      threshold: Float64Array.from(nodes, ({ threshold }) => threshold ?? 0),
      missingLeft: Uint8Array.from(nodes, ({ split }) => (split?.missingLeft ? 1 : 0)),
      left: Int32Array.from(nodes, ({ left }) => left ?? -1),
      right: Int32Array.from(nodes, ({ right }) => right ?? -1),
      value: Float64Array.from(nodes, ({ value }) => value),
    }
  }
}

/** Adds the tree's answer for every row to `scores`. */
export function addTree(tree: Tree, { binned, width }: BinnedRows, scores: Float64Array): void {
  const { feature, bin, missingLeft, left, right, value } = tree
  for (let row = 0; row < scores.length; row++) {
    let node = 0
    while (left[node]! >= 0) {
      const own = binned[row * width + feature[node]!]!
      node = (own === 0 ? missingLeft[node] === 1 : own <= bin[node]!) ? left[node]! : right[node]!
    }
    scores[row]! += value[node]!
  }
}

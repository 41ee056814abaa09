import type { Tree } from './tree.ts'

/** All trees in one run of nodes, as in tree.ts; children are numbers in the same run. */
export interface Forest {
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly value: Float64Array
}

export function forestOf(trees: readonly Tree[]): Forest {
  const nodes = trees.reduce((sum, { left }) => sum + left.length, 0)
  const forest: Forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    value: new Float64Array(nodes),
  }
  let first = 0
  for (const [t, tree] of trees.entries()) {
    forest.roots[t] = first
    forest.feature.set(tree.feature, first)
    forest.threshold.set(tree.threshold, first)
    forest.missingLeft.set(tree.missingLeft, first)
    forest.value.set(tree.value, first)
    for (let node = 0; node < tree.left.length; node++)
      forest.left[first + node] = tree.left[node]! < 0 ? -1 : tree.left[node]! + first
    first += tree.left.length
  }
  return forest
}

/**
 * The same forest for quick walks: the next node is `child + (value > threshold)` and nothing else, a sum that the processor
 * need not guess. A leaf is its own child. A missing value is Infinity in the first `width` columns and -Infinity in a
 * second set of them, which the nodes that send missing values left ask.
 */
export interface Walks {
  readonly width: number
  readonly roots: Int32Array
  readonly column: Int32Array
  readonly threshold: Float64Array
  readonly child: Int32Array
  readonly value: Float64Array
}

export function walksOf({ roots, feature, threshold, missingLeft, left, value }: Forest, width: number): Walks {
  const isLeaf = (node: number) => left[node]! < 0
  return {
    width,
    roots,
    value,
    column: feature.map((asked, node) => (isLeaf(node) ? 0 : asked + missingLeft[node]! * width)),
    threshold: threshold.map((each, node) => (isLeaf(node) ? Number.POSITIVE_INFINITY : each)),
    child: left.map((each, node) => (each < 0 ? node : each)),
  }
}

/**
 * `start` plus the answers of all trees, for each row. Four rows walk a tree side by side: their steps do not wait for one
 * another. O(rows x trees x depth).
 */
export function scoreRows(
  { width, roots, column, threshold, child, value }: Walks,
  values: Float32Array,
  start: number,
): Float64Array {
  const rows = values.length / width
  const stride = 2 * width
  const padded = (rows + 3) & ~3
  const cells = bothWays(values, { width, rows, padded })
  const scores = new Float64Array(padded).fill(start)
  for (const root of roots) {
    for (let row = 0; row < padded; row += 4) {
      const a = row * stride
      const b = a + stride
      const c = b + stride
      const d = c + stride
      let [i, j, k, l] = [root, root, root, root]
      for (;;) {
        const nextI = child[i]! + Number(cells[a + column[i]!]! > threshold[i]!)
        const nextJ = child[j]! + Number(cells[b + column[j]!]! > threshold[j]!)
        const nextK = child[k]! + Number(cells[c + column[k]!]! > threshold[k]!)
        const nextL = child[l]! + Number(cells[d + column[l]!]! > threshold[l]!)
        if (((nextI - i) | (nextJ - j) | (nextK - k) | (nextL - l)) === 0) break // all four stand on a leaf
        i = nextI
        j = nextJ
        k = nextK
        l = nextL
      }
      scores[row]! += value[i]!
      scores[row + 1]! += value[j]!
      scores[row + 2]! += value[k]!
      scores[row + 3]! += value[l]!
    }
  }
  return scores.subarray(0, rows)
}

/** Each row twice, missing values as Infinity and as -Infinity; rows of zeros behind, up to `padded`. */
function bothWays(values: Float32Array, shape: { width: number; rows: number; padded: number }): Float32Array {
  const { width, rows, padded } = shape
  const cells = new Float32Array(padded * 2 * width)
  for (let row = 0, from = 0, to = 0; row < rows; row++, to += width) {
    for (const end = from + width; from < end; from++, to++) {
      const value = values[from]!
      const missing = Number.isNaN(value)
      cells[to] = missing ? Number.POSITIVE_INFINITY : value
      cells[to + width] = missing ? Number.NEGATIVE_INFINITY : value
    }
  }
  return cells
}

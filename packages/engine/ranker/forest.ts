import type { Tree } from './tree.ts'

/** All trees in one run of nodes, as in tree.ts; children are numbers in the same run. */
export interface Forest {
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly threshold: Float32Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly value: Float64Array
}

export function forestOf(trees: readonly Tree[]): Forest {
  const nodes = trees.reduce((sum, { left }) => sum + left.length, 0)
  const forest: Forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float32Array(nodes),
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
 * second set of them, which the nodes that send missing values left ask; it is made only if there is such a node.
 */
export interface Walks {
  readonly width: number
  readonly bothWays: boolean
  readonly roots: Int32Array
  /** Child and column of each node in one word: child * 2^bits + column. */
  readonly step: Int32Array
  readonly bits: number
  readonly threshold: Float32Array
  readonly value: Float64Array
}

/** Throws when there are too many nodes and columns for one word (4 million nodes with 256 features). */
export function walksOf({ roots, feature, threshold, missingLeft, left, value }: Forest, width: number): Walks {
  const bits = 33 - Math.clz32(width)
  const nodes = left.length
  if (nodes > 2 ** (31 - bits))
    throw new RangeError(`boosted trees: ${nodes} nodes over ${width} features; at most ${2 ** (31 - bits)}`)
  const step = new Int32Array(nodes)
  const limits = new Float32Array(nodes)
  for (let node = 0; node < nodes; node++) {
    const isLeaf = left[node]! < 0
    const column = isLeaf ? 0 : feature[node]! + missingLeft[node]! * width
    step[node] = (isLeaf ? node : left[node]!) * 2 ** bits + column
    limits[node] = isLeaf ? Number.POSITIVE_INFINITY : threshold[node]!
  }
  return { width, bothWays: missingLeft.includes(1), roots, step, bits, threshold: limits, value }
}

/**
 * `start` plus the answers of all trees, for each row. Four rows walk a tree side by side: their steps do not wait for one
 * another. O(rows x trees x depth).
 */
export function scoreRows(walks: Walks, values: Float32Array, start: number): Float64Array {
  const { roots, step, bits, threshold, value } = walks
  const rows = values.length / walks.width
  const { cells, stride } = cellsOf(walks, values)
  const mask = (1 << bits) - 1
  const scores = new Float64Array((rows + 3) & ~3).fill(start)
  for (const root of roots) {
    for (let row = 0; row < rows; row += 4) {
      const a = row * stride
      const b = a + stride
      const c = b + stride
      const d = c + stride
      let [i, j, k, l] = [root, root, root, root]
      for (;;) {
        const p = step[i]!
        const q = step[j]!
        const r = step[k]!
        const s = step[l]!
        // | 0: the engine then knows a 32-bit whole number, and that no sum of two can leave it
        const nextI = ((p >> bits) + Number(cells[a + (p & mask)]! > threshold[i]!)) | 0
        const nextJ = ((q >> bits) + Number(cells[b + (q & mask)]! > threshold[j]!)) | 0
        const nextK = ((r >> bits) + Number(cells[c + (r & mask)]! > threshold[k]!)) | 0
        const nextL = ((s >> bits) + Number(cells[d + (s & mask)]! > threshold[l]!)) | 0
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

/** The rows with missing values as Infinity, and where asked for a second time with -Infinity; three rows of zeros behind. */
function cellsOf({ width, bothWays }: Walks, values: Float32Array): { cells: Float32Array; stride: number } {
  const stride = bothWays ? 2 * width : width
  const cells = new Float32Array((values.length / width + 3) * stride)
  for (let from = 0, to = 0; from < values.length; to += stride) {
    for (let column = 0; column < width; column++, from++) {
      const value = values[from]!
      const missing = Number.isNaN(value)
      cells[to + column] = missing ? Number.POSITIVE_INFINITY : value
      if (bothWays) cells[to + width + column] = missing ? Number.NEGATIVE_INFINITY : value
    }
  }
  return { cells, stride }
}

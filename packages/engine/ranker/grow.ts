import type { Bins } from './bins.ts'
import { type BinnedRows, fillHistogram, subtractHistogram } from './histogram.ts'
import { bestSplit, type Leaf, type Split, type SplitRules } from './split.ts'
import { type Tree, TreeBuilder } from './tree.ts'

interface GrowRules extends SplitRules {
  /** At most so many leaves; the split with the largest gain comes first. */
  readonly leaves: number
  readonly maxDepth: number
  /** Every value is multiplied by it. */
  readonly learningRate: number
}

interface GrowOn {
  readonly data: BinnedRows
  readonly bins: Bins
  /** Features that may split, ascending. */
  readonly features: Int32Array
  /** Rows to grow on; put in another order, so that each leaf is one run. */
  readonly rows: Int32Array
}

/** A leaf that may still be split: the run from..to of the rows. */
interface Bud extends Leaf {
  readonly node: number
  readonly depth: number
  readonly from: number
  readonly to: number
  readonly split: Split | null
}

/** A tree and the run of `rows` in each of its leaves. */
interface Grown {
  readonly tree: Tree
  readonly leaves: readonly { readonly node: number; readonly from: number; readonly to: number }[]
}

/** Adds each leaf's value to the scores of the rows it was grown on: quicker than walking. */
export function addLeaves({ tree, leaves }: Grown, rows: Int32Array, scores: Float64Array): void {
  for (const { node, from, to } of leaves) for (let k = from; k < to; k++) scores[rows[k]!]! += tree.value[node]!
}

/** Grows trees one after the other on the same bins, with the same memory: 16 bytes x bins x leaves. */
export class Grower {
  readonly #rules: GrowRules
  readonly #spare: Float64Array[] = []

  constructor(rules: GrowRules) {
    this.#rules = rules
  }

  /**
   * One tree, leaf-wise: the histogram of the smaller child is counted, that of the larger one is the rest of the parent's.
   * At most rows x features x depth steps. Ke et al., "LightGBM", NIPS 2017.
   */
  grow(on: GrowOn): Grown {
    const builder = new TreeBuilder()
    const buds = [this.#root(on, builder)]
    while (buds.length < this.#rules.leaves) {
      const at = mostGainful(buds)
      if (at < 0) break
      const children = this.#divide(on, buds[at]!, builder)
      buds.splice(at, 1, ...children)
    }
    for (const { histogram } of buds) this.#spare.push(histogram)
    return { tree: builder.finish(), leaves: buds }
  }

  #root(on: GrowOn, builder: TreeBuilder): Bud {
    const histogram = this.#histogram(on)
    fillHistogram(on.data, on, histogram)
    let [gradient, hessian] = [0, 0]
    const any = on.features[0]!
    for (let bin = on.bins.first[any]!; bin < on.bins.first[any + 1]!; bin++) {
      gradient += histogram[2 * bin]!
      hessian += histogram[2 * bin + 1]!
    }
    return this.#bud(on, { gradient, hessian, histogram, depth: 0, from: 0, to: on.rows.length }, builder)
  }

  #divide(on: GrowOn, bud: Bud, builder: TreeBuilder): [Bud, Bud] {
    const split = bud.split!
    const middle = partition(on, bud, split)
    const leftIsSmall = middle - bud.from <= bud.to - middle
    const small = this.#histogram(on)
    const rows = leftIsSmall ? on.rows.subarray(bud.from, middle) : on.rows.subarray(middle, bud.to)
    fillHistogram(on.data, { rows, features: on.features }, small)
    subtractHistogram(bud.histogram, small)
    const [histogram, other] = leftIsSmall ? [small, bud.histogram] : [bud.histogram, small]
    const depth = bud.depth + 1
    const { gradient, hessian } = split
    const rest = { gradient: bud.gradient - gradient, hessian: bud.hessian - hessian }
    const left = this.#bud(on, { gradient, hessian, histogram, depth, from: bud.from, to: middle }, builder)
    const right = this.#bud(on, { ...rest, histogram: other, depth, from: middle, to: bud.to }, builder)
    builder.split(bud.node, split, { left: left.node, bins: on.bins })
    return [left, right]
  }

  #bud(on: GrowOn, run: Omit<Bud, 'node' | 'split'>, builder: TreeBuilder): Bud {
    const rules = this.#rules
    const weight = run.hessian + rules.reg
    const node = builder.leaf(weight > 0 ? (-run.gradient / weight) * rules.learningRate : 0) // no weight: nothing learnt
    const split =
      run.depth < rules.maxDepth && run.hessian >= 2 * rules.minLeafWeight ? bestSplit(run, on, rules) : null
    return { ...run, node, split }
  }

  #histogram(on: GrowOn): Float64Array {
    return this.#spare.pop() ?? new Float64Array(2 * on.bins.first.at(-1)!)
  }
}

/** Place of the bud with the largest gain (ties: the first), -1 when none can be split. */
function mostGainful(buds: readonly Bud[]): number {
  let best = -1
  for (let at = 0; at < buds.length; at++) {
    const gain = buds[at]!.split?.gain
    if (gain !== undefined && (best < 0 || gain > buds[best]!.split!.gain)) best = at
  }
  return best
}

/** Reorders the run, rows of the left side first, each side in the order it had; where the right side begins. */
function partition({ data, rows }: GrowOn, run: { from: number; to: number }, split: Split): number {
  const column = data.columns[split.feature]!
  const { bin: last, missingLeft } = split
  const right = new Int32Array(run.to - run.from)
  let [lefts, rights] = [run.from, 0]
  for (let k = run.from; k < run.to; k++) {
    const row = rows[k]!
    const bin = column[row]!
    if (bin === 0 ? missingLeft : bin <= last) rows[lefts++] = row
    else right[rights++] = row
  }
  rows.set(right.subarray(0, rights), lefts)
  return lefts
}

import type { Bins } from './bins.ts'

/** Rows with a bin up to `bin` of the feature (or a missing value, if `missingLeft`) go left. */
export interface Split {
  readonly feature: number
  /** Within the feature, 1 or more; the last bin means: missing values right, all others left. */
  readonly bin: number
  readonly missingLeft: boolean
  /** Fall of the loss, above 0. */
  readonly gain: number
  /** Sums of gradient and hessian on the left. */
  readonly gradient: number
  readonly hessian: number
}

export interface SplitRules {
  /** L2 penalty on leaf values. */
  readonly reg: number
  /** Least sum of hessians of a leaf. */
  readonly minLeafWeight: number
  /** Least fall of the loss of a split. */
  readonly minGain: number
}

export interface Leaf {
  /** Sums of gradient and hessian per bin, of every feature. */
  readonly histogram: Float64Array
  readonly gradient: number
  readonly hessian: number
}

/** Half the loss that a leaf with its best value saves, times two: G^2 / (H + reg). */
const saved = (gradient: number, hessian: number, reg: number): number => (gradient * gradient) / (hessian + reg)

/**
 * The split of a leaf with the largest gain among `features` (ties: the lower feature, then missing right, then the lower
 * bin), or null when none is allowed. One pass over the bins, two where the leaf has missing values.
 * Gain as in XGBoost (Chen & Guestrin, KDD 2016, equation 7) without the half.
 */
export function bestSplit(
  leaf: Leaf,
  { bins, features }: { bins: Bins; features: Int32Array },
  rules: SplitRules,
): Split | null {
  let best: Split | null = null
  for (const feature of features) {
    const from = bins.first[feature]!
    // subtracting leaves rounding behind where there is no row
    const missing = leaf.histogram[2 * from + 1]! > 1e-9 * leaf.hessian
    const range = { feature, from, to: bins.first[feature + 1]! - 1 }
    best = scan(leaf, { ...range, missingLeft: false, to: missing ? range.to + 1 : range.to }, { rules, best })
    if (missing) best = scan(leaf, { ...range, missingLeft: true }, { rules, best })
  }
  return best
}

interface Range {
  readonly feature: number
  /** Bin of missing values. */
  readonly from: number
  /** One behind the last bin that may be the last on the left. */
  readonly to: number
  readonly missingLeft: boolean
}

function scan(leaf: Leaf, range: Range, { rules, best }: { rules: SplitRules; best: Split | null }): Split | null {
  const { histogram } = leaf
  const { reg, minLeafWeight } = rules
  const whole = saved(leaf.gradient, leaf.hessian, reg)
  let least = Math.max(rules.minGain, best?.gain ?? 0)
  let found = best
  let gradient = range.missingLeft ? histogram[2 * range.from]! : 0
  let hessian = range.missingLeft ? histogram[2 * range.from + 1]! : 0
  for (let bin = range.from + 1; bin < range.to; bin++) {
    const weight = histogram[2 * bin + 1]!
    if (weight === 0) continue // no row here: the same two sides as before
    gradient += histogram[2 * bin]!
    hessian += weight
    const rest = leaf.hessian - hessian
    if (hessian < minLeafWeight || rest < minLeafWeight) continue
    const gain = saved(gradient, hessian, reg) + saved(leaf.gradient - gradient, rest, reg) - whole
    if (!(gain > least)) continue
    least = gain
    const { feature, missingLeft } = range
    found = { feature, bin: bin - range.from, missingLeft, gain, gradient, hessian }
  }
  return found
}

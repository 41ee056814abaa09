/** Mass per category; need not sum to 1, none negative. */
export type Distribution = ReadonlyMap<string, number>

/** The same scaled to sum 1. Throws on a negative mass or none at all. */
export function normalised(masses: Distribution): Map<string, number> {
  let sum = 0
  for (const [category, mass] of masses) {
    if (!(mass >= 0 && mass < Number.POSITIVE_INFINITY))
      throw new RangeError(`divergence: the mass of ${category} is ${mass}; it must be 0 or more and finite`)
    sum += mass
  }
  if (sum === 0) throw new RangeError('divergence: the distribution is empty')
  return new Map(Array.from(masses, ([category, mass]) => [category, mass / sum]))
}

interface SmoothingOptions {
  /** Share of the other distribution mixed into each, so that no category is missing; default 0. */
  readonly smoothing?: number
}

/** Kullback-Leibler divergence in bits: sum of p log2(p / q). Infinity where q lacks what p has and nothing is smoothed. */
export function klDivergence(p: Distribution, q: Distribution, options: SmoothingOptions = {}): number {
  let sum = 0
  for (const [a, b] of pairsOf(p, q, options)) if (a > 0) sum += a * Math.log2(a / b)
  return Math.max(0, sum)
}

/**
 * Jensen-Shannon distance: the square root of the divergence in bits, a metric in 0..1.
 * Endres and Schindelin, IEEE Trans. Information Theory 49, 2003.
 */
export function jsDistance(p: Distribution, q: Distribution, options: SmoothingOptions = {}): number {
  let sum = 0
  for (const [a, b] of pairsOf(p, q, options)) {
    const middle = (a + b) / 2
    if (a > 0) sum += (a * Math.log2(a / middle)) / 2
    if (b > 0) sum += (b * Math.log2(b / middle)) / 2
  }
  return Math.sqrt(Math.min(1, Math.max(0, sum)))
}

function pairsOf(p: Distribution, q: Distribution, { smoothing = 0 }: SmoothingOptions): [number, number][] {
  if (!(smoothing >= 0 && smoothing < 1))
    throw new RangeError(`divergence: smoothing is ${smoothing}; it must be at least 0 and below 1`)
  const [first, second] = [normalised(p), normalised(q)]
  return Array.from(new Set([...first.keys(), ...second.keys()]), (category) => {
    const [a, b] = [first.get(category) ?? 0, second.get(category) ?? 0]
    return [(1 - smoothing) * a + smoothing * b, (1 - smoothing) * b + smoothing * a]
  })
}

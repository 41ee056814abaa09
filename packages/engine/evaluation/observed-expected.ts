// How far what happened is from what was to be expected, as a factor: gamma-Poisson shrinkage, as in DuMouchel, "Bayesian
// data mining in large frequency tables", The American Statistician 1999, with one gamma. Observed ~ Poisson(expected × f),
// f ~ Gamma(strength, strength) of mean 1, so f | observed ~ Gamma(strength + observed, strength + expected).
// Counts of yes and no vary less than Poisson counts: intervals are a little too wide, never too narrow for that reason.

interface ObservedExpected {
  readonly observed: number
  /** In the unit of `observed`; more than 0 where anything was to be expected. */
  readonly expected: number
}

/** 1: as expected. */
export interface Effect {
  /** Posterior mean. */
  readonly factor: number
  /** Between these with a probability of 95 %. */
  readonly low: number
  readonly high: number
}

const z95 = 1.959964
/** Believed with fewer than `leastCells` cells to learn it from: factors of about 0.5 to 1.7. */
const usualStrength = 10
const leastCells = 8
const strengths = { least: 1, most: 1000 }

/** The factor of one cell. `strength` is how many expected outcomes the belief in a factor of 1 weighs. */
export function effectOf({ observed, expected }: ObservedExpected, strength: number): Effect {
  if (!(strength > 0)) throw new RangeError(`effectOf: strength is ${strength}; it must be more than 0`)
  const [shape, rate] = [strength + observed, strength + expected]
  return { factor: shape / rate, low: gammaQuantile(shape, -z95) / rate, high: gammaQuantile(shape, z95) / rate }
}

/**
 * How much the cells differ, learnt from them by moments: the variance of factors is what the squared distances have more
 * than chance explains, and the strength is one over it.
 */
export function strengthOf(cells: readonly ObservedExpected[]): number {
  const usable = cells.filter(({ expected }) => expected > 0)
  if (usable.length < leastCells) return usualStrength
  let [more, squares] = [0, 0]
  for (const { observed, expected } of usable) {
    more += (observed - expected) ** 2 - expected
    squares += expected * expected
  }
  const variance = more / squares
  return variance <= 0 ? strengths.most : Math.min(strengths.most, Math.max(strengths.least, 1 / variance))
}

/** Of Gamma(shape, 1) at a normal deviate: Wilson and Hilferty, PNAS 1931. Within 1 % from a shape of 3 on. */
function gammaQuantile(shape: number, deviate: number): number {
  const root = 1 - 1 / (9 * shape) + deviate / (3 * Math.sqrt(shape))
  return shape * Math.max(0, root) ** 3
}

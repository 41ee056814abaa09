// A share of things that come in bunches, such as topics among what readers wanted: each reader brings several, and they are
// not independent. The ratio estimator with readers as clusters, Cochran, "Sampling Techniques", 1977, section 11.8.

interface Bunches {
  /** Bunches that hold the thing; each holds it at most once. */
  readonly holders: number
  /** Things of all kinds in these bunches. */
  readonly inHolders: number
  /** Things in all bunches, and the sum of the squares of what each holds. */
  readonly all: number
  readonly allSquared: number
}

interface Share {
  readonly share: number
  /** Between these with a probability of 95 %. */
  readonly low: number
  readonly high: number
}

/** Of all things those of one kind. With none at all the share is 0 and nothing is known. */
export function clusteredShare({ holders, inHolders, all, allSquared }: Bunches): Share {
  if (all === 0) return { share: 0, low: 0, high: 1 }
  const share = holders / all
  // The sum over bunches of (holds it − share × size)².
  const squares = holders - 2 * share * inHolders + share * share * allSquared
  const reach = 1.959964 * (Math.sqrt(Math.max(0, squares)) / all)
  return { share, low: Math.max(0, share - reach), high: Math.min(1, share + reach) }
}

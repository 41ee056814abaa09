// SLOPE: how much to clip, switch or shrink, decided by the log itself.
// Su, Srinath, Krishnamurthy, "Adaptive estimator selection for off-policy evaluation", ICML 2020, arXiv 2002.07729.
// Candidates go from least to most biased, with ever narrower intervals; the last one is taken whose interval still meets
// those of all before it: bias then shows only below the noise. O(candidates * units).
import { type Estimator, estimateOf, standardErrorOf } from './estimate.ts'

interface SlopeOptions {
  /** Half an interval in standard errors; default 2. */
  readonly width?: number
}

/** The chosen one of `candidates`, least biased first (largest clip, threshold or lambda). Throws on none. */
export function slope<Log>(
  log: Log,
  candidates: readonly Estimator<Log>[],
  { width = 2 }: SlopeOptions = {},
): Estimator<Log> {
  if (candidates.length === 0) throw new RangeError('slope: there are no candidates')
  if (!(width > 0)) throw new RangeError(`slope: width is ${width}; it must be above 0`)
  const made = candidates.map((candidate) => {
    const terms = candidate.terms(log)
    return { value: estimateOf(terms), width: width * standardErrorOf(terms) }
  })
  const meets = (i: number) =>
    made
      .slice(0, i)
      .every((before) => Math.abs(made[i]!.value - before.value) <= made[i]!.width + (Math.sqrt(6) - 1) * before.width)
  let chosen = 0
  while (chosen + 1 < made.length && meets(chosen + 1)) chosen++
  return candidates[chosen]!
}

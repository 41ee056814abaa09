// Tree-structured Parzen estimator: settings are drawn from the density of the good trials and the candidate is taken that is
// most likely there compared with the rest. Bergstra, Bardenet, Bengio, Kegl, "Algorithms for hyper-parameter optimization",
// NIPS 2011. O(trials * candidates) per setting and trial. Settings are treated one by one, so it finds ridges slowly; for up
// to a dozen settings and tens to hundreds of trials.
import { exp2 } from '../data/portable-math.ts'
import { choice, type Random } from '../random/random.ts'
import { randomSearch, type Sampler, type Tried } from './sampler.ts'
import { type Dimension, type Params, placeOf, type Space, valueAt } from './space.ts'

interface TpeOptions {
  /** Trials at random before anything is learnt; default 10. */
  readonly startup?: number
  /** Share of the trials that count as good; default 0.15, at most 25 trials. */
  readonly goodShare?: number
  /** Draws per setting, of which the best is taken; default 24. */
  readonly candidates?: number
}

export function tpe({ startup = 10, goodShare = 0.15, candidates = 24 }: TpeOptions = {}): Sampler {
  if (!(Number.isInteger(startup) && startup >= 1))
    throw new RangeError(`tpe: startup is ${startup}; it must be a whole number, 1 or more`)
  if (!(goodShare > 0 && goodShare < 1))
    throw new RangeError(`tpe: goodShare is ${goodShare}; it must be between 0 and 1`)
  if (!(Number.isInteger(candidates) && candidates >= 1))
    throw new RangeError(`tpe: candidates is ${candidates}; it must be a whole number, 1 or more`)
  return <S extends Space>(space: S, tried: readonly Tried<S>[], rng: Random) => {
    if (tried.length < startup) return randomSearch(space, tried, rng)
    const sorted = tried.toSorted((a, b) => (a.value === b.value ? 0 : b.value - a.value))
    const goodCount = Math.min(25, Math.ceil(goodShare * sorted.length))
    const pick = (name: string, dimension: Dimension) => {
      const of = (trials: readonly Tried<S>[]) => trials.map(({ params }) => (params as Record<string, unknown>)[name])
      const [good, rest] = [of(sorted.slice(0, goodCount)), of(sorted.slice(goodCount))]
      return dimension.kind === 'choice'
        ? bestChoice(dimension.values, { good, rest }, { candidates, rng })
        : bestPlace(dimension, { good: good as number[], rest: rest as number[] }, { candidates, rng })
    }
    return Object.fromEntries(
      Object.entries(space).map(([name, dimension]) => [name, pick(name, dimension)]),
    ) as unknown as Params<S>
  }
}

interface Draws {
  readonly candidates: number
  readonly rng: Random
}

/** Shares with one pseudo-count for each value. */
function bestChoice<T>(
  values: readonly T[],
  { good, rest }: { readonly good: readonly unknown[]; readonly rest: readonly unknown[] },
  { candidates, rng }: Draws,
): T {
  const share = (list: readonly unknown[], value: T) =>
    (1 + list.filter((one) => one === value).length) / (values.length + list.length)
  let best: { value: T; ratio: number } | undefined
  for (let draw = 0; draw < candidates; draw++) {
    const from = rng.integer(values.length + good.length)
    const value = from < good.length ? (good[from] as T) : choice(rng, values)
    const ratio = share(good, value) / share(rest, value)
    if (best === undefined || ratio > best.ratio) best = { value, ratio }
  }
  return best!.value
}

function bestPlace(
  dimension: Exclude<Dimension, { kind: 'choice' }>,
  { good, rest }: { readonly good: readonly number[]; readonly rest: readonly number[] },
  { candidates, rng }: Draws,
): number {
  const [promising, other] = [good, rest].map((values) => parzen(values.map((value) => placeOf(dimension, value))))
  let best = { place: 0.5, ratio: Number.NEGATIVE_INFINITY }
  for (let draw = 0; draw < candidates; draw++) {
    const place = drawFrom(promising!, rng)
    const ratio = density(promising!, place) / density(other!, place)
    if (ratio > best.ratio) best = { place, ratio }
  }
  return valueAt(dimension, best.place)
}

/** A mixture of normals on 0..1, cut at the ends. */
interface Kernel {
  readonly mean: number
  readonly width: number
  /** Its mass inside 0..1. */
  readonly inside: number
}

/** One kernel per place, as wide as the larger gap to its neighbours, and a wide one for all that was not tried. */
function parzen(places: readonly number[]): Kernel[] {
  const sorted = places.toSorted((a, b) => a - b)
  const narrowest = 1 / Math.min(100, 1 + sorted.length)
  const kernels = sorted.map((mean, k) => {
    const [below, above] = [sorted[k - 1] ?? 0, sorted[k + 1] ?? 1]
    return kernel(mean, Math.min(1, Math.max(narrowest, mean - below, above - mean)))
  })
  return [...kernels, kernel(0.5, 1)]
}

const kernel = (mean: number, width: number): Kernel => ({
  mean,
  width,
  inside: cumulative((1 - mean) / width) - cumulative(-mean / width),
})

function drawFrom(kernels: readonly Kernel[], rng: Random): number {
  const { mean, width } = choice(rng, kernels)
  for (;;) {
    const place = mean + width * rng.normal()
    if (place >= 0 && place < 1) return place
  }
}

function density(kernels: readonly Kernel[], place: number): number {
  let sum = 0
  for (const { mean, width, inside } of kernels) {
    const z = (place - mean) / width
    sum += exp2((-z * z) / (2 * Math.LN2)) / (width * inside)
  }
  return sum / kernels.length
}

/** Standard normal distribution function to 1e-7: Abramowitz and Stegun 26.2.17. */
function cumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = 0.3989422804014327 * exp2((-z * z) / (2 * Math.LN2)) * series
  return z > 0 ? 1 - tail : tail
}

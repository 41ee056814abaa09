import { bootstrapStatistics, type Interval } from '../evaluation/bootstrap.ts'
import { estimateOf } from '../evaluation/off-policy/estimate.ts'
import { type ExposedSlates, exposureDoublyRobust } from '../evaluation/off-policy/exposure-doubly-robust.ts'
import { slope } from '../evaluation/off-policy/slope.ts'
import { outcomes as outcomeNames } from '../pipeline/priorities.ts'
import type { Outcome } from '../pipeline/slate.ts'
import type { Random } from '../random/random.ts'
import { largestWeight, type PolicyChange } from './change.ts'

/** Changes per 1,000 lists: with the rule minus without it. */
export interface Price {
  readonly slates: number
  readonly readers: number
  /** In units of the weights: what an open of weight 1 is worth. */
  readonly worth: Estimates
  readonly outcomes: Readonly<Record<Outcome, Estimates>>
  /** Lists of equal weight that would carry the same information; of those in which the rule changes something. */
  readonly effectiveSampleSize: number
  /** Lists in which the rule changes something. */
  readonly changed: number
  /** Share of what the rule moves that the log has seen often enough. */
  readonly support: number
  readonly clip: number
  readonly verdict: PriceVerdict
}

interface Estimates {
  /** What the model expects. */
  readonly modelled: Interval
  /**
   * What the log makes of it, doubly robust. What the log has not seen is the model's word alone: there the interval takes in
   * anything from nothing to twice what the model expects. It is never narrower than chance alone makes it: a log in which few
   * of the heavy items happened to be shown looks surer than it is.
   */
  readonly offPolicy: Interval
}

/** Whether the second estimate may be believed. */
export type PriceVerdict =
  | { readonly kind: 'priced' }
  /** No list would be another. */
  | { readonly kind: 'changes-nothing' }
  | { readonly kind: 'not-priced'; readonly why: 'few-lists' | 'too-little-support' }

/** Below, there is no price from the log: so many effective lists, such a share of support. */
export const bars = { effectiveSampleSize: 50, support: 0.8 } as const

interface PriceOptions {
  readonly weights: Readonly<Record<Outcome, number>>
  readonly rng: Random
  /** Default 500. */
  readonly resamples?: number
}

/** Standard deviations of a 95 % interval. */
const z = 1.96
const afterOpen: ReadonlySet<Outcome> = new Set<Outcome>(['finish', 'save', 'like'])
const clips = [Number.POSITIVE_INFINITY, 50, 20, 10]

/** The price of one rule over logged requests. Throws on none. */
export function priceOf(changes: readonly PolicyChange[], { weights, rng, resamples = 500 }: PriceOptions): Price {
  if (changes.length === 0) throw new RangeError('priceOf: there are no requests')
  const worths = outcomeNames.map((name) => weights[name])
  const columns = [worths, ...outcomeNames.map((_, o) => outcomeNames.map((_, other) => (o === other ? 1 : 0)))]
  const logs = columns.map((column) => slatesOf(changes, column))
  const chosen = slope(
    logs[0]!,
    clips.map((clip) => exposureDoublyRobust({ clip })),
  )
  const terms = logs.map((log) => chosen.terms(log))
  const clip = clips[clipOf(chosen.name)]!
  const clustered = byReader(changes)
  const statistics = (times: Uint32Array): number[] => {
    const slates = clustered.total(times)
    return terms.flatMap(({ base, residual }) => {
      const [expected, corrected] = [clustered.sum(base, times), clustered.sum(residual, times)]
      return [(1000 * expected) / slates, (1000 * (expected + corrected)) / slates]
    })
  }
  const intervals = bootstrapStatistics(clustered.readers, statistics, { rng, resamples })
  const estimates = (k: number): Estimates => {
    const { low, high, ...known } = intervals[2 * k + 1]!
    const unseen = (1000 * sumOf(changes, (change) => unseenOf(change, columns[k]!))) / changes.length
    const least =
      (1000 * z * Math.sqrt(sumOf(changes, (change) => noiseOf(change, columns[k]!, clip)))) / changes.length
    const offPolicy = {
      ...known,
      low: Math.min(low, known.mean - least) - unseen,
      high: Math.max(high, known.mean + least) + unseen,
    }
    return { modelled: intervals[2 * k]!, offPolicy }
  }
  const moved = sumOf(changes, (change) => change.moved)
  const unsupported = sumOf(changes, (change) => change.unsupported)
  const summary = {
    slates: changes.length,
    readers: clustered.readers,
    worth: estimates(0),
    outcomes: Object.fromEntries(outcomeNames.map((name, k) => [name, estimates(k + 1)])) as Price['outcomes'],
    effectiveSampleSize: effectiveLists(changes),
    changed: changes.filter((change) => change.moved > 1e-6).length,
    support: moved === 0 ? 1 : 1 - unsupported / moved,
    clip,
  }
  return { ...summary, verdict: verdictOf(summary, estimateOf(terms[0]!)) }
}

const sumOf = (changes: readonly PolicyChange[], of: (change: PolicyChange) => number): number =>
  changes.reduce((sum, change) => sum + of(change), 0)

/**
 * Variance of what one list adds by chance, as the model expects it: sum over what may be shown of looks * weight^2 * E[reward^2]; whoever
 * finishes, saves or likes has opened too. What is not supported is not in it: `unseen` speaks for that.
 */
function noiseOf({ more, weightIfShown, request }: PolicyChange, column: readonly number[], clip: number): number {
  const open = column[outcomeNames.indexOf('open')]!
  const squares = outcomeNames.map((name, o) =>
    Math.max(0, column[o]! ** 2 + (afterOpen.has(name) ? 2 * open * column[o]! : 0)),
  )
  let sum = 0
  weightIfShown.forEach((weight, k) => {
    if (weight === 0 || weight > largestWeight) return
    const used = Math.min(weight, clip)
    const looks = Math.abs(more[k]!) / weight
    sum += looks * used * used * outcomeNames.reduce((all, name, o) => all + squares[o]! * request.chances[k]![name], 0)
  })
  return sum
}

const unseenOf = ({ unseen }: PolicyChange, column: readonly number[]): number =>
  unseen.reduce((sum, one, o) => sum + one * Math.abs(column[o]!), 0)

const clipOf = (name: string): number => clips.findIndex((clip) => exposureDoublyRobust({ clip }).name === name)

function verdictOf({ changed, support, effectiveSampleSize }: Omit<Price, 'verdict'>, value: number): PriceVerdict {
  if (changed === 0 && value === 0) return { kind: 'changes-nothing' }
  if (support < bars.support) return { kind: 'not-priced', why: 'too-little-support' }
  if (effectiveSampleSize < bars.effectiveSampleSize) return { kind: 'not-priced', why: 'few-lists' }
  return { kind: 'priced' }
}

/** One reward per shown item: its outcomes times `column`. */
function slatesOf(changes: readonly PolicyChange[], column: readonly number[]): ExposedSlates {
  const entries = changes.reduce((sum, { weights }) => sum + weights.length, 0)
  const log = {
    indptr: new Int32Array(changes.length + 1),
    rewards: new Float64Array(entries),
    predictions: new Float64Array(entries),
    weights: new Float64Array(entries),
    expectations: new Float64Array(changes.length),
  }
  const worth = (of: Readonly<Record<Outcome, number>>) =>
    outcomeNames.reduce((sum, name, o) => (column[o] === 0 ? sum : sum + column[o]! * of[name]), 0)
  let at = 0
  changes.forEach(({ request, expected, weights }, s) => {
    log.expectations[s] = expected.reduce((sum, one, o) => sum + one * column[o]!, 0)
    request.shown.forEach(({ candidate, examination, did }, k) => {
      log.rewards[at] = worth(did)
      log.predictions[at] = examination * worth(request.chances[candidate]!)
      log.weights[at++] = weights[k]!
    })
    log.indptr[s + 1] = at
  })
  return log
}

/** Requests of a reader are drawn together. */
function byReader(changes: readonly PolicyChange[]) {
  const numbers = new Map<number, number>()
  const reader = Int32Array.from(changes, ({ request }) => {
    const known = numbers.get(request.reader) ?? numbers.size
    numbers.set(request.reader, known)
    return known
  })
  const sum = (column: Float64Array, times: Uint32Array): number =>
    column.reduce((total, value, s) => total + value * times[reader[s]!]!, 0)
  const ones = new Float64Array(changes.length).fill(1)
  return { readers: numbers.size, sum, total: (times: Uint32Array) => sum(ones, times) }
}

/** (sum w)^2 / sum w^2 (Kish 1965), w being the largest weight of a list: what it could add to the estimate. */
function effectiveLists(changes: readonly PolicyChange[]): number {
  let [sum, squares] = [0, 0]
  for (const { weights } of changes) {
    const weight = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
    sum += weight
    squares += weight * weight
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}

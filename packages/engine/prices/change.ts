import { outcomes as outcomeNames } from '../pipeline/priorities.ts'
import type { Outcome } from '../pipeline/slate.ts'
import type { Exposures } from './exposures.ts'

/** A request that was served: by whom it was asked, how it was logged, what came of it. */
export interface LoggedRequest {
  /** Number of the reader: requests of one reader are not independent. */
  readonly reader: number
  /** Items the reader had read. */
  readonly historyLength: number
  /** What the recipe that served it would look at, over all that chance may do. */
  readonly logging: Exposures
  /** Per candidate of `logging`, the chance of each outcome when it is looked at. */
  readonly chances: readonly Readonly<Record<Outcome, number>>[]
  readonly shown: readonly ShownItem[]
}

interface ShownItem {
  /** Position in the candidates of `logging`. */
  readonly candidate: number
  /** Chance that its slot is looked at. */
  readonly examination: number
  /** What the reader did with it: 1 or 0 of each outcome. */
  readonly did: Readonly<Record<Outcome, number>>
}

/** What one rule changes in one request: with it minus without it. Columns of outcomes are in the order of `outcomes`. */
export interface PolicyChange {
  readonly request: LoggedRequest
  /** Per candidate: how much more it is looked at. */
  readonly more: Float64Array
  /** What the model expects of that, per outcome. */
  readonly expected: Float64Array
  /** Per shown item: `more` over how often the logging recipe had it looked at. */
  readonly weights: Float64Array
  /** Sum of |more|. */
  readonly moved: number
  /** The part of it that the log says too little of: looked at there less than a fiftieth as often. */
  readonly unsupported: number
  /** What the model expects of that part, per outcome, taken without its sign. */
  readonly unseen: Float64Array
  /** Per candidate |more| over how often the logging recipe had it looked at: its weight when it is shown. */
  readonly weightIfShown: Float64Array
}

/** A weight above is too little support. */
export const largestWeight = 50

/** `with` and `without` over candidates of the same catalogue; a row that only they have has no support. */
export function changeOf(
  request: LoggedRequest,
  policies: { readonly with: Exposures; readonly without: Exposures },
): PolicyChange {
  const { rows, seen, variance } = request.logging
  /** 1 / seen, without the bias that noise in `seen` would give it (second-order Taylor). */
  const inverse = (k: number): number =>
    seen[k] === 0 ? Number.POSITIVE_INFINITY : seen[k]! / (seen[k]! ** 2 + variance[k]!)
  const place = new Map(Array.from(rows, (row, k) => [row, k]))
  const more = new Float64Array(rows.length)
  let outside = 0
  for (const [sign, exposures] of [
    [1, policies.with],
    [-1, policies.without],
  ] as const)
    exposures.rows.forEach((row, k) => {
      const at = place.get(row)
      if (at === undefined) outside += exposures.seen[k]!
      else more[at]! += sign * exposures.seen[k]!
    })
  for (let k = 0; k < more.length; k++) if (Math.abs(more[k]!) < 1e-9) more[k] = 0 // what only rounding moved
  const expected = Float64Array.from(outcomeNames, (name) =>
    more.reduce((sum, one, k) => (one === 0 ? sum : sum + one * request.chances[k]![name]), 0),
  )
  let [moved, unsupported] = [outside, outside]
  const unseen = new Float64Array(outcomeNames.length)
  const weightIfShown = new Float64Array(rows.length)
  more.forEach((one, k) => {
    if (one === 0) return
    const [size, weight] = [Math.abs(one), Math.abs(one) * inverse(k)]
    moved += size
    weightIfShown[k] = weight
    if (weight <= largestWeight) return
    unsupported += size
    outcomeNames.forEach((name, o) => {
      unseen[o]! += size * request.chances[k]![name]
    })
  })
  const weights = Float64Array.from(request.shown, ({ candidate }) => {
    const one = more[candidate]!
    return one === 0 ? 0 : Math.sign(one) * Math.min(largestWeight, Math.abs(one) * inverse(candidate))
  })
  return { request, more, expected, weights, moved, unsupported, unseen, weightIfShown }
}

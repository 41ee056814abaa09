import { decay } from '../data/portable-math.ts'
import { type Personal, personalScore } from './personal.ts'
import type { Contribution, Part, PipelineState } from './slate.ts'
import type { StageContext } from './stage.ts'

/** Published weights: each component is divided by the sum of its positive values over the candidates. */
export interface RelevanceWeights {
  /** What the trained model makes of the history. */
  readonly personal: number
  /** What follows the history in visits of others, now. */
  readonly session?: number
  readonly popularity: number
  /** Of the last hours; where nobody counts those apart it goes to popularity. */
  readonly recent?: number
  /** Fades with the newest candidate: what is old for all speaks for none. */
  readonly freshness: number
  /** After this time freshness counts half, milliseconds. */
  readonly freshnessHalfLifeMs: number
}

export interface Relevance {
  readonly scores: Float64Array
  /** What candidate k owes to items of the history; largest first. */
  contributions(k: number): readonly Contribution[]
  /** What it owes to nothing in the history; with the contributions this sums to its score. */
  parts(k: number): readonly Part[]
  /** What candidate k owes to the history altogether. */
  personal(k: number): number
}

type Component = ReturnType<typeof share>

/**
 * How much each candidate has to say to this reader now: a weighted sum of shares, so that no component speaks louder
 * because its numbers are larger. O(candidates), besides what the model and the session column take.
 */
export function relevanceOf(context: StageContext, rows: Int32Array, weights: RelevanceWeights): Relevance {
  const { state, request } = context
  const view = weights.personal > 0 ? context.personal() : null
  const model = share(weights.personal, rows, (row) => (view === null ? 0 : personalScore(view, row)))
  const session = sessionShare(context, rows, weights.session ?? 0)
  const popularity = share(weights.popularity, rows, (row) => state.popularity.strength[row]!)
  const recent = share(weights.recent ?? 0, rows, recentOf(state))
  const young = (row: number) => decay(request.now - state.catalogue.addedAt[row]!, weights.freshnessHalfLifeMs)
  const freshness = share(weights.freshness, rows, young, 1)
  const scores = new Float64Array(rows.length)
  const sum = (k: number) =>
    model.values[k]! + session.values[k]! + popularity.values[k]! + recent.values[k]! + freshness.values[k]!
  for (let k = 0; k < rows.length; k++) scores[k] = sum(k)
  const explained = state.sessions?.explain !== undefined
  return {
    scores,
    personal: (k) => model.values[k]! + session.values[k]!,
    contributions(k) {
      const ofModel = view === null ? [] : modelContributions(view, rows[k]!, model)
      const ofVisits = explained ? sessionContributions(context, rows[k]!, session) : []
      return ofVisits.length === 0 ? ofModel : ofModel.length === 0 ? ofVisits : merged(ofModel, ofVisits)
    },
    parts: (k) => [
      { name: 'popularity', contribution: popularity.values[k]! + recent.values[k]! },
      { name: 'freshness', contribution: freshness.values[k]! },
      ...(session.scale === 0 || explained ? [] : [{ name: 'session', contribution: session.values[k]! } as const]),
    ],
  }
}

function sessionShare({ state, request }: StageContext, rows: Int32Array, weight: number): Component {
  if (weight === 0 || state.sessions === null || request.history.items.length === 0) return share(0, rows, () => 0)
  const scores = state.sessions.scoreRows(request.history, rows)
  let k = 0
  return share(weight, rows, () => scores[k++]!)
}

const recentOf =
  ({ recent, popularity }: PipelineState) =>
  (row: number): number =>
    (recent ?? popularity).strength[row]!

/** One component over the candidates: value times weight, divided by the sum of the positive values, `least` or more. */
function share(
  weight: number,
  rows: Int32Array,
  of: (row: number) => number,
  least = 0,
): { readonly values: Float64Array; readonly scale: number } {
  const values = new Float64Array(rows.length)
  if (weight === 0) return { values, scale: 0 }
  let sum = 0
  for (let k = 0; k < rows.length; k++) {
    const value = of(rows[k]!)
    values[k] = value
    if (value > 0) sum += value
  }
  const scale = sum > 0 ? weight / Math.max(sum, least) : 0
  for (let k = 0; k < rows.length; k++) values[k]! *= scale
  return { values, scale }
}

function modelContributions(view: Personal, row: number, { scale }: Component): Contribution[] {
  const modelRow = view.toModel[row]!
  if (modelRow < 0 || scale === 0) return []
  return view.model
    .explain(view.history, modelRow, view.now)
    .contributions.map((one) => ({ row: view.toCatalogue[one.row]!, contribution: one.contribution * scale }))
}

function sessionContributions({ state, request }: StageContext, row: number, { scale }: Component): Contribution[] {
  if (scale === 0) return []
  return state.sessions!.explain!(request.history, row).contributions.map((one) => ({
    row: one.row,
    contribution: one.contribution * scale,
  }))
}

/** One entry per history item, largest first, ties by row. */
function merged(some: readonly Contribution[], others: readonly Contribution[]): Contribution[] {
  const sums = new Map<number, number>()
  for (const { row, contribution } of some) sums.set(row, contribution)
  for (const { row, contribution } of others) sums.set(row, (sums.get(row) ?? 0) + contribution)
  const all: Contribution[] = []
  for (const [row, contribution] of sums) all.push({ row, contribution })
  return all.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
}

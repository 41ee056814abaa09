import { decay } from '../data/portable-math.ts'
import { CauseSums, type Causes } from './causes.ts'
import { type Personal, personalScore } from './personal.ts'
import type { Part, PipelineState } from './slate.ts'
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
  /** What candidate k owes to items of the history, as many of them as a reason names. */
  causes(k: number): Causes
  /** What it owes to nothing in the history; with the causes this sums to its score. */
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
  const explained = state.sessions?.eachContribution !== undefined
  const causes = once(() => causesOf(context, { view, model, session }))
  return {
    scores,
    personal: (k) => model.values[k]! + session.values[k]!,
    causes: (k) => causes()(rows[k]!),
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

interface Speakers {
  readonly view: Personal | null
  readonly model: Component
  readonly session: Component
}

/** What the model and the visits say of each item of the history, candidate by candidate. */
function causesOf(context: StageContext, { view, model, session }: Speakers): (row: number) => Causes {
  const { request, state } = context
  const sums = new CauseSums(request.history.items)
  const addModel = view === null || model.scale === 0 ? null : modelCauses(view, sums)
  const visits = session.scale === 0 ? null : state.sessions
  const add = (from: number, contribution: number) => sums.add(sums.place(from), contribution * session.scale)
  return (row) => {
    addModel?.(row, model.scale)
    visits?.eachContribution?.(request.history, row, add)
    return sums.take(context.causes ?? Number.POSITIVE_INFINITY)
  }
}

function modelCauses(view: Personal, sums: CauseSums): (row: number, scale: number) => void {
  const { model, history, toModel, toCatalogue } = view
  if (model.fillContributions === undefined) {
    return (row, scale) => {
      if (toModel[row]! < 0) return
      for (const one of model.explain(history, toModel[row]!, view.now).contributions)
        sums.add(sums.place(toCatalogue[one.row]!), one.contribution * scale)
    }
  }
  const places = history.items.map((modelRow) => sums.place(toCatalogue[modelRow]!))
  const added = new Float64Array(places.length)
  return (row, scale) => {
    if (toModel[row]! < 0) return
    model.fillContributions!(history, toModel[row]!, added)
    for (let k = 0; k < added.length; k++) sums.add(places[k]!, added[k]! * scale)
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

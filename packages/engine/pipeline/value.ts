import { decay } from '../data/portable-math.ts'
import { type Personal, personalScore } from './personal.ts'
import type { Contribution, Part, Reason, ReasonKind } from './slate.ts'
import type { Scored, Scorer, StageContext } from './stage.ts'

/** Published weights of a value: each component is divided by the sum of its positive values over the candidates. */
export interface ValueWeights {
  readonly personal: number
  readonly popularity: number
  readonly freshness: number
  /** After this time freshness counts half, milliseconds. */
  readonly freshnessHalfLifeMs: number
}

/** First rung: history, popularity and freshness blended; needs a history that speaks for at least one candidate. */
export function personalValue(weights: ValueWeights): Scorer {
  return {
    name: 'personal value',
    rung: 'personal',
    score: (context, rows) => {
      const personal = context.personal()
      if (personal === null || !rows.some((row) => personalScore(personal, row) > 0)) return null
      return blend(context, rows, { ...weights, view: personal })
    },
  }
}

/** Second rung: popularity and freshness alone; needs one candidate that somebody read. */
export function popularValue(weights: Omit<ValueWeights, 'personal'>): Scorer {
  return {
    name: 'popular value',
    rung: 'popular',
    score: (context, rows) =>
      rows.some((row) => context.state.popularity.strength[row]! > 0)
        ? blend(context, rows, { ...weights, personal: 0, view: null })
        : null,
  }
}

/** Last rung: the editors' order; rows they did not place come after, all with score 0. */
export const editorialValue: Scorer = {
  name: 'editorial value',
  rung: 'editorial',
  score: ({ state }, rows) => {
    const byRow = new Float64Array(state.catalogue.items.size)
    state.editorialOrder.forEach((row, position) => {
      byRow[row] = 1 / (1 + position)
    })
    const scores = Float64Array.from(rows, (row) => byRow[row]!)
    const explain = (k: number): Reason => ({
      kind: 'editors-choice',
      contributions: [],
      parts: [{ name: 'editorial', contribution: scores[k]! }],
    })
    return { scores, explain }
  },
}

type Blend = ValueWeights & { readonly view: Personal | null }

function blend(context: StageContext, rows: Int32Array, weights: Blend): Scored {
  const { state, request } = context
  const { view } = weights
  const personal = weighted(weights.personal, rows, (row) => (view === null ? 0 : personalScore(view, row)))
  const popularity = weighted(weights.popularity, rows, (row) => state.popularity.strength[row]!)
  const freshness = weighted(weights.freshness, rows, (row) =>
    decay(request.now - state.catalogue.addedAt[row]!, weights.freshnessHalfLifeMs),
  )
  const scores = new Float64Array(rows.length)
  for (let k = 0; k < rows.length; k++) scores[k] = personal.values[k]! + popularity.values[k]! + freshness.values[k]!
  let topics: ReadonlySet<number> | undefined
  const explain = (k: number): Reason => {
    const parts: Part[] = [
      { name: 'popularity', contribution: popularity.values[k]! },
      { name: 'freshness', contribution: freshness.values[k]! },
    ]
    topics ??= readTopics(context)
    const inTopic = topics.has(state.catalogue.topic[rows[k]!]!)
    const kind = kindOf(personal.values[k]!, parts, inTopic)
    return { kind, contributions: view === null ? [] : contributionsOf(view, rows[k]!, personal.scale), parts }
  }
  return { scores, explain }
}

/** One component over the candidates: value times weight, divided by the sum of the positive values. */
function weighted(
  weight: number,
  rows: Int32Array,
  of: (row: number) => number,
): { values: Float64Array; scale: number } {
  const values = new Float64Array(rows.length)
  if (weight === 0) return { values, scale: 0 }
  let sum = 0
  for (let k = 0; k < rows.length; k++) {
    const value = of(rows[k]!)
    values[k] = value
    if (value > 0) sum += value
  }
  const scale = sum > 0 ? weight / sum : 0
  for (let k = 0; k < rows.length; k++) values[k]! *= scale
  return { values, scale }
}

function contributionsOf(view: Personal, row: number, scale: number): readonly Contribution[] {
  const modelRow = view.toModel[row]!
  if (modelRow < 0 || scale === 0) return []
  return view.model
    .explain(view.history, modelRow, view.now)
    .contributions.map((one) => ({ row: view.toCatalogue[one.row]!, contribution: one.contribution * scale }))
}

function kindOf(personal: number, parts: readonly Part[], inTopic: boolean): ReasonKind {
  const [popularity, freshness] = [parts[0]!.contribution, parts[1]!.contribution]
  if (personal > 0 && personal >= popularity && personal >= freshness) return 'because-you-read'
  if (popularity >= freshness && popularity > 0) return inTopic ? 'popular-in-topic' : 'popular'
  return 'fresh'
}

function readTopics({ state, request }: StageContext): ReadonlySet<number> {
  const topics = new Set<number>()
  for (const row of request.history.items) {
    const topic = state.catalogue.topic[row] ?? -1
    if (topic >= 0) topics.add(topic)
  }
  return topics
}

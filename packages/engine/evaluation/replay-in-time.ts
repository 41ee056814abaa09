import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import type { History } from '../data/history.ts'
import type { SessionEvent } from '../data/open-sessions.ts'

/** One event to be foreseen. Its arrays are only valid until the next one. */
export interface Prediction {
  /** Number of this prediction, from 0. */
  readonly index: number
  /** Position of the event in `events`. */
  readonly event: number
  readonly session: string
  /** Unix ms: everything strictly before this moment may be known. */
  readonly at: number
  /** What this session met before, each row once at its first time, newest last, weights 1. */
  readonly context: History
  /** Rows to rank, ascending; the context is not among them. */
  readonly candidates: Int32Array
  /** The row that was clicked. */
  readonly row: number
  /** Place of that row among the candidates, -1 when it is not there: a miss for every scorer. */
  readonly target: number
}

/** One score per candidate, in their order. The array may be used again for the next prediction. */
export type ReplayScorer = (prediction: Prediction) => ArrayLike<number>

export interface ReplayOptions<Event extends SessionEvent = SessionEvent> {
  /** In order of time; equal times in the order the protocol says. */
  readonly events: readonly Event[]
  /** Whether an event is to be foreseen, given what its session met before (rows, oldest first). */
  predicts(event: Event, context: readonly number[]): boolean
  /** What learns, in this order; each event reaches it before the first prediction of a later time, never sooner. */
  readonly learners: readonly { observe(event: Event): void }[]
  /** Rows that can be shown at that moment, ascending and without the context. Called when the learners are up to date. */
  candidates(moment: Pick<Prediction, 'at' | 'session' | 'context'>): Int32Array
  /** Ranked side by side in one pass, each by its name. */
  readonly scorers: Readonly<Record<string, ReplayScorer>>
  /** Sees every prediction before the scorers do, with the state they will see: for features of a learned ranker. */
  onPrediction?(prediction: Prediction): void
  readonly signal?: CancelSignal
  /** Events done so far; called every 4096 events and awaited. */
  onProgress?(done: number, total: number): void | Promise<void>
}

interface ReplayResult {
  readonly predictions: number
  /** Predictions whose row was not among the candidates. */
  readonly misses: number
  /** Candidates of all predictions together. */
  readonly candidates: number
  /** Rank of the target per prediction, from 1; Infinity for a miss. */
  readonly ranks: Readonly<Record<string, Float64Array>>
}

/**
 * Replays a log: each event is foreseen from everything strictly before it, and learnt from afterwards; events of the same
 * time never learn from one another (a session knows its own earlier clicks all the same). Ties go to the lower row.
 * Evaluation "test then train", Gama et al., "On evaluating stream learning algorithms", Machine Learning 90, 2013.
 */
export async function replayInTime<Event extends SessionEvent>(options: ReplayOptions<Event>): Promise<ReplayResult> {
  const { events, scorers, learners, signal } = options
  const contexts = new Map<string, Context>()
  const ranks = Object.fromEntries(Object.keys(scorers).map((name): [string, number[]] => [name, []]))
  let learnt = 0
  const learnBefore = (at: number) => {
    for (; learnt < events.length && events[learnt]!.at < at; learnt++)
      for (const learner of learners) learner.observe(events[learnt]!)
  }
  const totals = { predictions: 0, misses: 0, candidates: 0 }
  for (let k = 0; k < events.length; k++) {
    if (k % 4096 === 0) {
      stopIfCancelled(signal)
      await options.onProgress?.(k, events.length)
    }
    const event = events[k]!
    if (k > 0 && !(event.at >= events[k - 1]!.at))
      throw new RangeError(`replay: event ${k} is earlier than the one before`)
    const context = contexts.get(event.session) ?? { rows: [], at: [] }
    if (options.predicts(event, context.rows)) {
      learnBefore(event.at)
      const prediction = predictionOf({ event, index: totals.predictions, position: k }, context, options)
      options.onPrediction?.(prediction)
      totals.predictions++
      totals.candidates += prediction.candidates.length
      if (prediction.target < 0) totals.misses++
      for (const [name, scorer] of Object.entries(scorers)) ranks[name]!.push(rankOf(scorer, prediction, name))
    }
    if (context.rows.includes(event.row)) continue
    if (context.rows.length === 0) contexts.set(event.session, context)
    context.rows.push(event.row)
    context.at.push(event.at)
  }
  learnBefore(Number.POSITIVE_INFINITY)
  await options.onProgress?.(events.length, events.length)
  return { ...totals, ranks: mapValues(ranks, (list) => Float64Array.from(list)) }
}

/** 1 + candidates with a higher score + candidates with the same score and a lower row. Throws on a score that is no number. */
export function rankAmong(scores: ArrayLike<number>, target: number): number {
  const own = scores[target]!
  let rank = 1
  for (let k = 0; k < target; k++)
    if (scores[k]! >= own) rank++
    else if (Number.isNaN(scores[k]!)) refuseNaN(k)
  for (let k = target + 1; k < scores.length; k++)
    if (scores[k]! > own) rank++
    else if (Number.isNaN(scores[k]!)) refuseNaN(k)
  if (Number.isNaN(own)) refuseNaN(target)
  return rank
}

function refuseNaN(candidate: number): never {
  throw new RangeError(`replay: the score of candidate ${candidate} is NaN`)
}

interface Context {
  readonly rows: number[]
  readonly at: number[]
}

interface Place {
  readonly event: SessionEvent
  readonly index: number
  readonly position: number
}

function predictionOf(
  { event, index, position }: Place,
  { rows, at }: Context,
  options: Pick<ReplayOptions, 'candidates'>,
): Prediction {
  const context: History = {
    items: Int32Array.from(rows),
    at: Float64Array.from(at),
    weights: new Float32Array(rows.length).fill(1),
  }
  const moment = { at: event.at, session: event.session, context }
  const candidates = options.candidates(moment)
  return { ...moment, index, event: position, candidates, row: event.row, target: placeOf(candidates, event.row) }
}

function rankOf(scorer: ReplayScorer, prediction: Prediction, name: string): number {
  if (prediction.target < 0) return Number.POSITIVE_INFINITY
  const scores = scorer(prediction)
  if (scores.length !== prediction.candidates.length)
    throw new RangeError(`replay: ${name} gave ${scores.length} scores for ${prediction.candidates.length} candidates`)
  return rankAmong(scores, prediction.target)
}

/** Binary search: place of `row` in an ascending list, -1 when it is not there. */
function placeOf(rows: Int32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]! < row) low = middle + 1
    else high = middle
  }
  return rows[low] === row ? low : -1
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}

// Models against popularity on what came after a point in time; all tuned on an earlier cut, none on the result.

import type { InteractionSource } from '@lectern/engine/data/interaction-source.ts'
import { type Interactions, readersPerItem } from '@lectern/engine/data/interactions.ts'
import { type Evaluation, evaluate } from '@lectern/engine/evaluation/evaluate.ts'
import { type Report, report } from '@lectern/engine/evaluation/report.ts'
import { splitByTime, type TimeSplit, timeQuantile } from '@lectern/engine/evaluation/split.ts'
import type { Model, TrainContext } from '@lectern/engine/models/model.ts'
import type { NamedAlgorithm, Settings } from '@lectern/engine/models/models.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { Failure } from '../kernel/failure.ts'
import { drawReaders, firstAndCut, median } from './draw-readers.ts'
import { historyWeighted, recentPairs } from './recency.ts'
import { sentencesOf } from './sentences.ts'

const hour = 3_600_000
const day = 24 * hour
const popularityHalfLives = [hour / 2, 3 * hour, 12 * hour, 2 * day, 7 * day, 30 * day]
const historyHalfLives = [null, 7 * day, day, 3 * hour] as const
const seed = 'evaluation'
const tuningReaders = 3000
const measuredReaders = 20_000
const ks = [10, 20]

/** An algorithm with its settings. */
export interface Candidate {
  readonly algorithm: NamedAlgorithm
  readonly settings: Settings
}

export interface Comparison {
  readonly report: Report
  readonly sentences: readonly string[]
  /** Per kind of model: after so long an interaction counts half; null: age does not matter. */
  readonly halfLives: Readonly<Record<string, number | null>>
  readonly popularityHalfLifeMs: number
}

interface CompareOptions {
  readonly candidates: readonly Candidate[]
  /** Time of the split: a share of the interactions that lies before it, or Unix milliseconds. */
  readonly split: { readonly fraction: number } | { readonly at: number }
  readonly context: TrainContext
  /** Share done, 0 to 1. */
  onProgress?(share: number, stage: string): void
}

/** Null when the data is too small to hold anything back. */
export async function compare(source: InteractionSource, options: CompareOptions): Promise<Comparison | null> {
  const { context, candidates } = options
  const at = 'at' in options.split ? options.split.at : await timeQuantile(source, options.split.fraction)
  const whole = await splitByTime(source, at)
  if (whole.readers.length < 2 || whole.train.itemIds.size < 2) return null
  options.onProgress?.(0.15, 'splitting')
  const tuned = await tune(source, whole, options)
  const split = drawReaders(whole, measuredReaders, seed)
  const evaluations: Evaluation[] = []
  for (const [k, candidate] of candidates.entries()) {
    options.onProgress?.(0.6 + (0.35 * k) / candidates.length, `measuring ${candidate.algorithm.title}`)
    const halfLifeMs = tuned.halfLives[candidate.algorithm.kind] ?? null
    evaluations.push(await measureModel(split, candidate, { halfLifeMs, context }))
  }
  options.onProgress?.(0.95, 'measuring popularity')
  evaluations.push(await measurePopularity(split, tuned.popularityHalfLifeMs, context))
  const made = report(split, evaluations, { baseline: popularity.kind, rng: derive(seed), resamples: 500 })
  const told = { report: made, ...tuned, eligibleReaders: whole.readers.length, ...factsOf(split) }
  const titles = candidates.map(({ algorithm: { kind, title } }) => ({ kind, title }))
  return { report: made, sentences: sentencesOf({ ...told, models: titles }), ...tuned }
}

interface Tuned {
  readonly halfLives: Readonly<Record<string, number | null>>
  readonly popularityHalfLifeMs: number
}

/** Half-lives by NDCG@10 on a cut as far before the split as the split is before the end. */
async function tune(source: InteractionSource, whole: TimeSplit, options: CompareOptions): Promise<Tuned> {
  const before = whole.train
  const { first, cut } = firstAndCut(before.at)
  const past: InteractionSource = async function* () {
    for await (const one of source()) if (one.at < whole.at) yield one
  }
  const inner = drawReaders(await splitByTime(past, cut), tuningReaders, seed)
  if (inner.readers.length < 20) return { halfLives: {}, popularityHalfLifeMs: 2 * day }
  const span = cut - first
  const fits = (halfLife: number | null): boolean => halfLife === null || halfLife <= span
  const { context, candidates } = options
  const popular = await best(popularityHalfLives.filter(fits), (halfLife) =>
    measurePopularity(inner, halfLife, context).then(ndcg),
  )
  const halfLives: Record<string, number | null> = {}
  for (const [k, candidate] of candidates.entries()) {
    const own = await best(historyHalfLives.filter(fits), (halfLifeMs, done) => {
      options.onProgress?.(0.2 + (0.4 * (k + done)) / candidates.length, 'choosing how fast to forget')
      return measureModel(inner, candidate, { halfLifeMs, context }).then(ndcg)
    })
    halfLives[candidate.algorithm.kind] = own ?? null
  }
  return { halfLives, popularityHalfLifeMs: popular ?? 2 * day }
}

/** The first of the best; undefined of none. */
async function best<T>(
  candidates: readonly T[],
  measure: (candidate: T, done: number) => Promise<number>,
): Promise<T | undefined> {
  let found: { candidate: T; value: number } | undefined
  for (const [k, candidate] of candidates.entries()) {
    const value = await measure(candidate, k / candidates.length)
    if (found === undefined || value > found.value) found = { candidate, value }
  }
  return found?.candidate
}

/** Trains a model as it will be published: on what still counts at `now`. */
export async function trainCandidate(
  interactions: Interactions,
  { algorithm, settings }: Candidate,
  options: { now: number; halfLifeMs: number | null; context: TrainContext },
): Promise<Model> {
  const recent = recentPairs(interactions, options.now, options.halfLifeMs)
  const alive = readersPerItem(recent).reduce((count, readers) => count + (readers > 0 ? 1 : 0), 0)
  const most = Number(settings.maxItems ?? algorithm.defaults.maxItems)
  const config = Number.isFinite(most) ? { ...settings, maxItems: Math.max(2, Math.min(most, alive)) } : settings
  return await algorithm.train(recent, config, options.context).catch((cause) => {
    // What an algorithm refuses is a setting: its message names it and what would be right.
    throw cause instanceof RangeError ? new Failure('config', `${cause.message}.`, { cause }) : cause
  })
}

async function measureModel(
  split: TimeSplit,
  candidate: Candidate,
  of: { halfLifeMs: number | null; context: TrainContext },
): Promise<Evaluation> {
  const model = await trainCandidate(split.train, candidate, { now: split.at, ...of })
  const weighted = { ...split, train: historyWeighted(split.train, of.halfLifeMs) }
  const name = candidate.algorithm.kind
  return await evaluate(weighted, model, { name, ks, ...stopOf(of.context), onProgress: breathe })
}

async function measurePopularity(split: TimeSplit, halfLifeMs: number, context: TrainContext): Promise<Evaluation> {
  const model = await popularity.train(split.train, { halfLifeMs }, context)
  // The same for everybody: counted once.
  const scores = model.score(
    { items: new Int32Array(0), weights: new Float32Array(0), at: new Float64Array(0) },
    split.at,
  )
  const peer = { items: model.items, score: () => scores }
  return await evaluate(split, peer, { name: popularity.kind, ks, ...stopOf(context), onProgress: breathe })
}

const stopOf = (context: TrainContext) => (context.signal ? { signal: context.signal } : {})
const breathe = (): Promise<void> => new Promise((done) => setImmediate(done))

function ndcg(evaluation: Evaluation): number {
  const values = evaluation.perReader['ndcg@10']!
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function factsOf(split: TimeSplit): { medianHistory: number; medianItemAgeMs: number } {
  const { train, readers } = split
  const lengths = Float64Array.from(readers, (reader) => train.indptr[reader + 1]! - train.indptr[reader]!)
  const firstAt = new Float64Array(train.itemIds.size).fill(split.at)
  for (let k = 0; k < train.items.length; k++)
    firstAt[train.items[k]!] = Math.min(firstAt[train.items[k]!]!, train.at[k]!)
  return { medianHistory: median(lengths), medianItemAgeMs: median(firstAt.map((at) => split.at - at)) }
}

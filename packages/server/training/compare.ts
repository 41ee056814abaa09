// EASE against popularity on what came after a point in time; both tuned on an earlier cut, neither on the result.

import type { InteractionSource } from '@lectern/engine/data/interaction-source.ts'
import { type Interactions, readersPerItem } from '@lectern/engine/data/interactions.ts'
import { type Evaluation, evaluate } from '@lectern/engine/evaluation/evaluate.ts'
import { type Report, report } from '@lectern/engine/evaluation/report.ts'
import { splitByTime, type TimeSplit, timeQuantile } from '@lectern/engine/evaluation/split.ts'
import { type Ease, ease } from '@lectern/engine/models/ease.ts'
import type { TrainContext } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { drawReaders, firstAndCut, median } from './draw-readers.ts'
import { historyWeighted, recentPairs } from './recency.ts'
import { sentencesOf } from './sentences.ts'

const hour = 3_600_000
const day = 24 * hour
const popularityHalfLives = [hour / 2, 3 * hour, 12 * hour, 2 * day, 7 * day, 30 * day]
const easeHalfLives = [null, 7 * day, day, 3 * hour] as const
const seed = 'evaluation'
const tuningReaders = 3000
const measuredReaders = 20_000
const ks = [10, 20]

export interface EaseSettings {
  readonly reg: number
  readonly maxItems: number
  readonly memoryBytes: number
}

export interface Comparison {
  readonly report: Report
  readonly sentences: readonly string[]
  readonly easeHalfLifeMs: number | null
  readonly popularityHalfLifeMs: number
}

export interface CompareOptions {
  readonly settings: EaseSettings
  /** Time of the split: a share of the interactions that lies before it, or Unix milliseconds. */
  readonly split: { readonly fraction: number } | { readonly at: number }
  readonly context: TrainContext
  /** Share done, 0 to 1. */
  onProgress?(share: number, stage: string): void
}

/** Null when the data is too small to hold anything back. */
export async function compare(source: InteractionSource, options: CompareOptions): Promise<Comparison | null> {
  const { context, settings } = options
  const at = 'at' in options.split ? options.split.at : await timeQuantile(source, options.split.fraction)
  const whole = await splitByTime(source, at)
  if (whole.readers.length < 2 || whole.train.itemIds.size < 2) return null
  options.onProgress?.(0.15, 'splitting')
  const tuned = await tune(source, whole, options)
  const split = drawReaders(whole, measuredReaders, seed)
  options.onProgress?.(0.6, 'training before the split')
  const own = await measureEase(split, { ...tuned, settings, context })
  options.onProgress?.(0.85, 'measuring')
  const peer = await measurePopularity(split, tuned.popularityHalfLifeMs, context)
  const made = report(split, [own, peer], { baseline: 'popularity', rng: derive(seed), resamples: 500 })
  const told = { report: made, ...tuned, eligibleReaders: whole.readers.length, ...factsOf(split) }
  return { report: made, sentences: sentencesOf(told), ...tuned }
}

interface Tuned {
  readonly easeHalfLifeMs: number | null
  readonly popularityHalfLifeMs: number
}

/** Half-lives by NDCG@10 on a cut as far before the split as the split is before the end. */
async function tune(source: InteractionSource, whole: TimeSplit, options: CompareOptions): Promise<Tuned> {
  const before = whole.train
  const fallback: Tuned = { easeHalfLifeMs: null, popularityHalfLifeMs: 2 * day }
  const { first, cut } = firstAndCut(before.at)
  const past: InteractionSource = async function* () {
    for await (const one of source()) if (one.at < whole.at) yield one
  }
  const inner = drawReaders(await splitByTime(past, cut), tuningReaders, seed)
  if (inner.readers.length < 20) return fallback
  const span = cut - first
  const fits = (halfLife: number | null): boolean => halfLife === null || halfLife <= span
  const { context, settings } = options
  const popular = await best(popularityHalfLives.filter(fits), (halfLife) =>
    measurePopularity(inner, halfLife, context).then(ndcg),
  )
  const own = await best(easeHalfLives.filter(fits), (easeHalfLifeMs, done) => {
    options.onProgress?.(0.2 + 0.4 * done, 'choosing how fast to forget')
    return measureEase(inner, { easeHalfLifeMs, settings, context }).then(ndcg)
  })
  return { easeHalfLifeMs: own ?? null, popularityHalfLifeMs: popular ?? fallback.popularityHalfLifeMs }
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

/** Trains EASE as it will be published: on what still counts at `now`. */
export async function trainEase(
  interactions: Interactions,
  options: { now: number; halfLifeMs: number | null; settings: EaseSettings; context: TrainContext },
): Promise<Ease> {
  const recent = recentPairs(interactions, options.now, options.halfLifeMs)
  const alive = readersPerItem(recent).reduce((count, readers) => count + (readers > 0 ? 1 : 0), 0)
  const config = { ...options.settings, maxItems: Math.max(2, Math.min(options.settings.maxItems, alive)) }
  return await ease.train(recent, config, options.context)
}

async function measureEase(
  split: TimeSplit,
  of: { easeHalfLifeMs: number | null; settings: EaseSettings; context: TrainContext },
): Promise<Evaluation> {
  const { easeHalfLifeMs: halfLifeMs, settings, context } = of
  const model = await trainEase(split.train, { now: split.at, halfLifeMs, settings, context })
  const weighted = { ...split, train: historyWeighted(split.train, halfLifeMs) }
  return await evaluate(weighted, model, { name: 'ease', ks, ...stopOf(context), onProgress: breathe })
}

async function measurePopularity(split: TimeSplit, halfLifeMs: number, context: TrainContext): Promise<Evaluation> {
  const model = await popularity.train(split.train, { halfLifeMs }, context)
  // The same for everybody: counted once.
  const scores = model.score(
    { items: new Int32Array(0), weights: new Float32Array(0), at: new Float64Array(0) },
    split.at,
  )
  const peer = { items: model.items, score: () => scores }
  return await evaluate(split, peer, { name: 'popularity', ks, ...stopOf(context), onProgress: breathe })
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

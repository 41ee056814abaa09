import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import type { History } from '../data/history.ts'
import { mapHistory } from '../data/history.ts'
import { readerHistory } from '../data/interactions.ts'
import { topRows } from '../data/top-rows.ts'
import { alignRows, type Vocabulary } from '../data/vocabulary.ts'
import { listMetrics, metricNames } from './metrics.ts'
import type { TimeSplit } from './split.ts'

/** What evaluation asks of a model; every model of models/ is one. */
export interface EvaluatedModel {
  readonly items: Vocabulary
  score(history: History, now: number): Float32Array
}

/** Results of one model on one split, reader by reader in the order of `split.readers`. */
export interface Evaluation {
  readonly name: string
  /** `perReader['ndcg@10'][t]` for `split.readers[t]`. */
  readonly perReader: Readonly<Record<string, Float64Array>>
  /** Distinct items shown / items of the catalogue, per k: `coverage['coverage@10']`. */
  readonly coverage: Readonly<Record<string, number>>
}

export interface EvaluateOptions {
  readonly name: string
  /** List lengths; default [10]. */
  readonly ks?: readonly number[]
  /** Items a list could have shown, for coverage; default the items of training. */
  readonly catalogueSize?: number
  readonly signal?: CancelSignal
  /** Called every 64 readers and awaited. */
  onProgress?(done: number, total: number): void | Promise<void>
}

/**
 * Ranks all items of the model for each reader of the split, the reader's own history left out, ties by lower training row.
 * Items the model does not know are never listed. The clock of the model stands at the split.
 */
export async function evaluate(split: TimeSplit, model: EvaluatedModel, options: EvaluateOptions): Promise<Evaluation> {
  const { name, ks = [10], catalogueSize = split.train.itemIds.size } = options
  const toModel = alignRows(split.train.itemIds, model.items)
  const scores = new Float32Array(split.train.itemIds.size)
  const refused = new Uint8Array(split.train.itemIds.size)
  const names = ks.flatMap((k) => metricNames.map((metric) => `${metric}@${k}`))
  const perReader = Object.fromEntries(names.map((metric) => [metric, new Float64Array(split.readers.length)]))
  const shown = ks.map(() => new Set<number>())
  for (let t = 0; t < split.readers.length; t++) {
    if (t % 64 === 0) {
      stopIfCancelled(options.signal)
      await options.onProgress?.(t, split.readers.length)
    }
    const history = readerHistory(split.train, split.readers[t]!)
    const modelScores = model.score(mapHistory(history, toModel), split.at)
    for (let row = 0; row < scores.length; row++)
      scores[row] = toModel[row]! < 0 ? Number.NEGATIVE_INFINITY : modelScores[toModel[row]!]!
    for (const row of history.items) refused[row] = 1
    const list = topRows(scores, Math.max(...ks), refused)
    for (const row of history.items) refused[row] = 0
    const targets = split.targets.subarray(split.indptr[t]!, split.indptr[t + 1]!)
    listMetrics(list, targets, ks).forEach((values, which) => {
      for (const metric of metricNames) perReader[`${metric}@${ks[which]}`]![t] = values[metric]
      for (const row of list.subarray(0, ks[which])) shown[which]!.add(row)
    })
  }
  await options.onProgress?.(split.readers.length, split.readers.length)
  const coverage = Object.fromEntries(ks.map((k, which) => [`coverage@${k}`, shown[which]!.size / catalogueSize]))
  return { name, perReader, coverage }
}

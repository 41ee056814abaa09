import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import type { History } from '../data/history.ts'
import { mapHistory } from '../data/history.ts'
import { readerHistory } from '../data/interactions.ts'
import { topRows } from '../data/top-rows.ts'
import { alignRows, type Vocabulary } from '../data/vocabulary.ts'
import type { ItemSlicing } from './item-slices.ts'
import type { ListMeasure } from './list-measure.ts'
import { type ListRecorder, recordLists, type SliceEvaluation } from './record-lists.ts'
import { refuseSampling } from './refuse-sampling.ts'
import type { TimeSplit } from './split.ts'

/** What evaluation asks of a model; every model of models/ is one. */
export interface EvaluatedModel {
  readonly items: Vocabulary
  score(history: History, now: number): Float32Array
}

/** Results of one model on one split, reader by reader in the order of `split.readers`. */
export interface Evaluation {
  readonly name: string
  readonly ks: readonly number[]
  /** `perReader['ndcg@10'][t]` for `split.readers[t]`. */
  readonly perReader: Readonly<Record<string, Float64Array>>
  /** Distinct items shown / items of the catalogue, per k: `coverage['coverage@10']`. */
  readonly coverage: Readonly<Record<string, number>>
  /** How unevenly the catalogue is shown, per k: `exposure['gini@10']`. */
  readonly exposure: Readonly<Record<string, number>>
  readonly itemSlices: readonly SliceEvaluation[]
}

export interface MeasureOptions {
  readonly name: string
  /** List lengths; default [10]. */
  readonly ks?: readonly number[]
  /** Items a list could have shown, for coverage; default the items of training. */
  readonly catalogueSize?: number
  /** Metrics of their own for the targets of each value of these. */
  readonly itemSlices?: readonly ItemSlicing[]
  /** More numbers per list, by name: novelty.ts, diversity.ts, serendipity.ts and your own. */
  readonly measures?: Readonly<Record<string, ListMeasure>>
}

interface EvaluateOptions extends MeasureOptions {
  /** What a list is chosen from. There is no other value: sampled candidates are refused with the reason. */
  readonly candidates?: 'all'
  readonly signal?: CancelSignal
  /** Called every 64 readers and awaited. */
  onProgress?(done: number, total: number): void | Promise<void>
}

/**
 * Ranks all items of the model for each reader of the split, the reader's own history left out, ties by lower training row.
 * Items the model does not know are never listed. The clock of the model stands at the split.
 */
export async function evaluate(split: TimeSplit, model: EvaluatedModel, options: EvaluateOptions): Promise<Evaluation> {
  refuseSampling('evaluate', options.candidates)
  const recorder = recordLists(split, options)
  const rank = ranker(split, model, recorder)
  for (let t = 0; t < split.readers.length; t++) {
    if (t % 64 === 0) {
      stopIfCancelled(options.signal)
      await options.onProgress?.(t, split.readers.length)
    }
    recorder.record(t, rank(readerHistory(split.train, split.readers[t]!)))
  }
  await options.onProgress?.(split.readers.length, split.readers.length)
  return recorder.evaluation()
}

function ranker(split: TimeSplit, model: EvaluatedModel, { longest }: ListRecorder): (history: History) => Int32Array {
  const toModel = alignRows(split.train.itemIds, model.items)
  const scores = new Float32Array(split.train.itemIds.size)
  const refused = new Uint8Array(split.train.itemIds.size)
  return (history) => {
    const modelScores = model.score(mapHistory(history, toModel), split.at)
    for (let row = 0; row < scores.length; row++)
      scores[row] = toModel[row]! < 0 ? Number.NEGATIVE_INFINITY : modelScores[toModel[row]!]!
    for (const row of history.items) refused[row] = 1
    const list = topRows(scores, longest, refused)
    for (const row of history.items) refused[row] = 0
    return list
  }
}

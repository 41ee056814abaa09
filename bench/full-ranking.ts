// The public protocols of collaborative filtering: every item ranked for every reader, what the reader has in training left
// out, ties by lower row; metrics as means over the readers that have a target.
import type { History } from '@lectern/engine/data/history.ts'
import { mapHistory } from '@lectern/engine/data/history.ts'
import { type Interactions, readerHistory } from '@lectern/engine/data/interactions.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { alignRows, Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { listMetrics } from '@lectern/engine/evaluation/metrics.ts'
import type { Model } from '@lectern/engine/models/model.ts'

export interface RankingTask {
  readonly train: Interactions
  /** Wanted item rows of each reader row, maybe none. */
  readonly targets: readonly Int32Array[]
  /** Length of the lists. */
  readonly k: number
  /** Items that may be shown; default all. */
  readonly allowed?: Uint8Array
}

export interface RankingMetrics {
  readonly recall: number
  readonly ndcg: number
  readonly mrr: number
  readonly hr: number
  /** Share of all items that stand in some list. */
  readonly coverage: number
  readonly readers: number
}

/** One score per item of the task for a reader's training history. */
export type Scorer = (history: History, reader: number) => Float32Array | Float64Array

export function rankAll(task: RankingTask, score: Scorer): RankingMetrics {
  const { train, targets, k } = task
  const refused = new Uint8Array(train.itemIds.size)
  const shown = new Set<number>()
  const sums = { recall: 0, ndcg: 0, mrr: 0, hr: 0 }
  let readers = 0
  for (let reader = 0; reader < targets.length; reader++) {
    if (targets[reader]!.length === 0) continue
    readers++
    const history = readerHistory(train, reader)
    refuse(refused, task, history)
    const list = topRows(score(history, reader), k, refused)
    for (const row of list) shown.add(row)
    const [metrics] = listMetrics(list, targets[reader]!, [k])
    for (const name of ['recall', 'ndcg', 'mrr', 'hr'] as const) sums[name] += metrics![name]
  }
  const mean = (sum: number) => sum / readers
  return {
    recall: mean(sums.recall),
    ndcg: mean(sums.ndcg),
    mrr: mean(sums.mrr),
    hr: mean(sums.hr),
    coverage: shown.size / train.itemIds.size,
    readers,
  }
}

function refuse(refused: Uint8Array, { allowed }: RankingTask, history: History): void {
  if (allowed === undefined) refused.fill(0)
  else for (let row = 0; row < refused.length; row++) refused[row] = allowed[row] === 0 ? 1 : 0
  for (const row of history.items) refused[row] = 1
}

/** A model's scores in the rows of `items`, even where it knows only some of them: the others rank last. */
export function scorerOf(model: Model, items: Vocabulary, now = 0): Scorer {
  if (model.items === items) return (history) => model.score(history, now)
  const toModel = alignRows(items, model.items)
  const fromModel = alignRows(model.items, items)
  const scores = new Float32Array(items.size).fill(-1e9)
  return (history) => {
    model.score(mapHistory(history, toModel), now).forEach((score, row) => {
      scores[fromModel[row]!] = score
    })
    return scores
  }
}

/** Interactions from each reader's item rows and, where given, their weights and times; ids are the numbers. */
export function interactionsOfRows(
  rows: readonly (readonly { readonly item: number; readonly weight?: number; readonly at?: number }[])[],
  items: number,
): Interactions {
  const indptr = new Int32Array(rows.length + 1)
  rows.forEach((row, reader) => {
    indptr[reader + 1] = indptr[reader]! + row.length
  })
  const pairs = rows.flatMap((row) => [...row].sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.item - b.item))
  return {
    readerIds: numbered(rows.length),
    itemIds: numbered(items),
    indptr,
    items: Int32Array.from(pairs, (pair) => pair.item),
    weights: Float32Array.from(pairs, (pair) => pair.weight ?? 1),
    at: Float64Array.from(pairs, (pair) => pair.at ?? 0),
  }
}

const numbered = (count: number) => new Vocabulary(Array.from({ length: count }, (_, k) => String(k)))

// A reader's history as the engine wants it. The same object for as long as nothing changed: what the engine made of it
// (personal scores) is then found again.
import { type History, historyOf, newestOf } from '@lectern/engine/data/history.ts'
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import { historyWeight } from '../training/training.ts'
import type { ReaderPast } from './reader-memory.ts'
import type { ServingState } from './serving-state.ts'

/** Newest history items a request carries; older ones are still not shown again. */
const historyLimit = 500

interface Known {
  readonly catalogue: Catalogue
  readonly halfLifeMs: number | null
  readonly history: History
}

const known = new WeakMap<ReaderPast['history'], Known>()

export function weightedHistory(
  past: ReaderPast['history'],
  { served, model }: Pick<ServingState, 'served' | 'model'>,
): History {
  const { catalogue } = served
  const halfLifeMs = model?.halfLifeMs ?? null
  const found = known.get(past)
  if (found?.catalogue === catalogue && found.halfLifeMs === halfLifeMs) return found.history
  const newest = past.at(-1)?.at ?? 0
  const entries = past.map(({ item, at }) => ({
    row: catalogue.items.row(item),
    at,
    weight: historyWeight(newest - at, halfLifeMs),
  }))
  const history = newestOf(historyOf(entries), historyLimit)
  known.set(past, { catalogue, halfLifeMs, history })
  return history
}

import { emptyHistory } from '../data/history.ts'
import { type CatalogueEntry, createCatalogue } from '../pipeline/catalogue.ts'
import { nothingKnown } from '../pipeline/priorities.ts'
import type { PipelineState, SlateRequest } from '../pipeline/slate.ts'
import type { Ranked, StageContext } from '../pipeline/stage.ts'
import { derive, type Seed } from '../random/random.ts'

interface ListScene {
  readonly items: readonly Partial<CatalogueEntry>[]
  readonly request?: Partial<SlateRequest>
  readonly state?: Partial<PipelineState>
}

/** What a rerank is given, of a catalogue with these items and nothing else known. */
export function listContext({ items, request, state }: ListScene): StageContext {
  const catalogue = createCatalogue(items.map((item, row) => ({ item: `${row}`, addedAt: 0, ...item })))
  return {
    request: {
      surface: 'home',
      take: items.length,
      now: 1,
      seed: 0,
      history: emptyHistory,
      seen: new Set(),
      blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
      ...request,
    },
    state: {
      ...nothingKnown,
      catalogue,
      popularity: { strength: new Float64Array(items.length) },
      personal: null,
      editorialOrder: new Int32Array(0),
      ...state,
    },
    refused: new Uint8Array(items.length),
    personal: () => null,
  }
}

/** Row k with score `scores[k]`, best first. */
export function rankedOf(scores: ArrayLike<number>): Ranked {
  const order = Array.from({ length: scores.length }, (_, k) => k).sort((a, b) => scores[b]! - scores[a]! || a - b)
  return {
    rows: Int32Array.from(order),
    scores: Float64Array.from(order, (k) => scores[k]!),
    propensities: new Float64Array(scores.length).fill(1),
    explored: new Uint8Array(scores.length),
  }
}

/** Items with publishers, topics and stories that few of them share, and their scores. */
export function randomItems(seed: Seed, count: number): { items: Partial<CatalogueEntry>[]; scores: number[] } {
  const rng = derive(seed, 'items')
  const items = Array.from({ length: count }, () => ({
    publisher: rng.uniform() < 0.1 ? null : `p${rng.integer(6)}`,
    topic: rng.uniform() < 0.1 ? null : `t${rng.integer(4)}`,
    cluster: rng.uniform() < 0.7 ? null : `c${rng.integer(5)}`,
    language: rng.uniform() < 0.8 ? 'en' : 'de',
    contentType: rng.uniform() < 0.8 ? 'article' : 'video',
    addedAt: rng.integer(1000),
  }))
  return { items, scores: items.map(() => rng.uniform()) }
}

/** 1 for the rows named. */
export function maskOf(count: number, rows: Iterable<number>): Uint8Array {
  const mask = new Uint8Array(count)
  for (const row of rows) mask[row] = 1
  return mask
}

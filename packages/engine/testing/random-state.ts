import { historyOf } from '../data/history.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { DenseItemItem } from '../models/dense-item-item.ts'
import { ease } from '../models/ease.ts'
import { Popularity } from '../models/popularity.ts'
import { createCatalogue } from '../pipeline/catalogue.ts'
import { alignModel } from '../pipeline/personal.ts'
import { nothingKnown } from '../pipeline/priorities.ts'
import type { PipelineState, SlateRequest } from '../pipeline/slate.ts'
import { choice, derive, type Random, type Seed, shuffle } from '../random/random.ts'

export const randomStateNow = Date.UTC(2026, 5, 1)

export interface RandomStateOptions {
  readonly seed: Seed
  readonly rows: number
  /** Items the personal model knows, the first rows of the catalogue; 0 for no model. */
  readonly modelItems: number
}

/** A catalogue, popularity and personal model full of made-up values: for properties and for measuring speed. */
export function randomState({ seed, rows, modelItems }: RandomStateOptions): PipelineState {
  const rng = derive(seed, 'state')
  const more = derive(seed, 'more columns')
  const catalogue = createCatalogue(
    Array.from({ length: rows }, (_, row) => ({
      item: `item-${row}`,
      publisher: rng.uniform() < 0.05 ? null : `publisher-${rng.integer(40)}`,
      topic: `topic-${rng.integer(12)}`,
      language: rng.uniform() < 0.8 ? 'en' : 'de',
      addedAt: randomStateNow - Math.floor(rng.uniform() * 90 * 86_400_000),
      available: rng.uniform() < 0.95,
      ...moreColumns(more, rows),
    })),
  )
  const popularity = new Popularity(catalogue.items, { halfLifeMs: 43_200_000 })
  for (let k = 0; k < 3 * rows; k++) {
    const row = Math.floor(rng.uniform() ** 3 * rows)
    popularity.observe({ row, at: randomStateNow - rng.integer(7 * 86_400_000), weight: 1 })
  }
  const weights = Float32Array.from({ length: modelItems * modelItems }, () => rng.uniform() ** 4 - 0.1)
  for (let i = 0; i < modelItems; i++) weights[i * modelItems + i] = 0
  const model = new DenseItemItem({
    kind: 'ease',
    items: new Vocabulary(catalogue.items.ids.slice(0, modelItems)),
    weights,
    config: ease.defaults,
  })
  return {
    ...nothingKnown,
    catalogue,
    popularity,
    personal: modelItems === 0 ? null : alignModel(model, catalogue),
    editorialOrder: shuffle(
      rng,
      Int32Array.from({ length: rows }, (_, row) => row),
    ),
  }
}

function moreColumns(rng: Random, rows: number) {
  return {
    contentType: rng.uniform() < 0.8 ? 'article' : 'video',
    cluster: rng.uniform() < 0.1 ? `story-${rng.integer(Math.ceil(rows / 15))}` : null,
    paywalled: rng.uniform() < 0.1,
    regions: rng.uniform() < 0.05 ? [choice(rng, ['DE', 'AT', 'US'])] : null,
    minutes: rng.uniform() < 0.1 ? null : 1 + rng.integer(30),
    publishedAt: rng.uniform() < 0.1 ? null : randomStateNow - 1000 * rng.integer(365 * 86_400),
  }
}

/** A request over such a state with a history of `historyItems` rows. */
export function randomRequest(
  state: PipelineState,
  options: { seed: Seed; historyItems: number; take?: number },
): SlateRequest {
  const rng = derive(options.seed, 'request')
  const rows = state.catalogue.items.size
  const entries = Array.from({ length: options.historyItems }, (_, k) => ({
    row: rng.integer(rows),
    at: randomStateNow - 1000 * (k + 1),
  }))
  return {
    surface: 'home',
    take: options.take ?? 30,
    now: randomStateNow,
    seed: options.seed,
    history: historyOf(entries),
    seen: new Set(Array.from({ length: 5 }, () => rng.integer(rows))),
    blocked: {
      publishers: new Set([rng.integer(40)]),
      topics: new Set([rng.integer(12)]),
      items: new Set([rng.integer(rows)]),
    },
    languages: ['en'],
  }
}

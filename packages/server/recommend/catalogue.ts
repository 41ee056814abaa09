// The items as the engine wants them, and the rows behind them for the answer.
import { createCatalogue } from '@lectern/engine/pipeline/catalogue.ts'
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import type { Item } from '@lectern/protocol/rest/items.ts'
import type { StoredItem } from '../items/items.ts'

export interface ServedCatalogue {
  readonly catalogue: Catalogue
  /** By catalogue row, as they are answered. */
  readonly cards: readonly Item[]
  /** Catalogue rows, best first. */
  readonly editorialOrder: Int32Array
}

/** One row per item in the order given. */
export function serveCatalogue(items: readonly StoredItem[]): ServedCatalogue {
  const ranked = items.flatMap((item, row) => (item.editorialRank === null ? [] : [{ row, rank: item.editorialRank }]))
  ranked.sort((a, b) => a.rank - b.rank || a.row - b.row)
  return {
    catalogue: createCatalogue(items.map((item) => ({ ...item, item: item.id, available: item.takenDownAt === null }))),
    cards: items.map(cardOf),
    editorialOrder: Int32Array.from(ranked, ({ row }) => row),
  }
}

const cardOf = (item: StoredItem): Item => ({
  id: item.id,
  url: item.url,
  title: item.title,
  excerpt: item.excerpt,
  publisher: item.publisher,
  topic: item.topic,
  language: item.language,
  minutes: item.minutes,
  imageUrl: item.imageUrl,
  publishedAt: item.publishedAt,
})

// The items as the engine wants them, and the rows behind them for the answer.
import { type CatalogueEntry, createCatalogue } from '@lectern/engine/pipeline/catalogue.ts'
import { updateCatalogue } from '@lectern/engine/pipeline/catalogue-update.ts'
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import type { Item } from '@lectern/protocol/rest/items.ts'
import { cardOf, type StoredItem } from '../items/items.ts'

export interface ServedCatalogue {
  readonly catalogue: Catalogue
  /** By catalogue row, as they are answered. */
  readonly cards: readonly Item[]
  /** By catalogue row, the place in the editors' order; null: not placed. */
  readonly ranks: readonly (number | null)[]
  /** By catalogue row: it came from a feed and no editor placed it. */
  readonly crawled: readonly boolean[]
  /** Catalogue rows, best first. */
  readonly editorialOrder: Int32Array
}

const isCrawled = ({ origin, editorialRank }: StoredItem): boolean =>
  origin.startsWith('feed:') && editorialRank === null

/** One row per item in the order given. */
export function serveCatalogue(items: readonly StoredItem[]): ServedCatalogue {
  const ranks = items.map(({ editorialRank }) => editorialRank)
  return {
    catalogue: createCatalogue(items.map(entryOf)),
    cards: items.map(cardOf),
    ranks,
    crawled: items.map(isCrawled),
    editorialOrder: orderOf(ranks),
  }
}

/** The same with some items changed and new ones after the others; what was served before stays as it is. */
export function withChanged(served: ServedCatalogue, items: readonly StoredItem[]): ServedCatalogue {
  const catalogue = updateCatalogue(served.catalogue, items.map(entryOf))
  const [cards, ranks, crawled] = [[...served.cards], [...served.ranks], [...served.crawled]]
  let moved = false
  for (const item of items) {
    const row = catalogue.items.row(item.id)
    cards[row] = cardOf(item)
    moved ||= (ranks[row] ?? null) !== item.editorialRank
    ranks[row] = item.editorialRank
    crawled[row] = isCrawled(item)
  }
  return { catalogue, cards, ranks, crawled, editorialOrder: moved ? orderOf(ranks) : served.editorialOrder }
}

function orderOf(ranks: readonly (number | null)[]): Int32Array {
  const placed = ranks.flatMap((rank, row) => (rank === null ? [] : [{ row, rank }]))
  placed.sort((a, b) => a.rank - b.rank || a.row - b.row)
  return Int32Array.from(placed, ({ row }) => row)
}

const entryOf = (item: StoredItem): CatalogueEntry => ({
  ...item,
  item: item.id,
  available: item.takenDownAt === null,
})

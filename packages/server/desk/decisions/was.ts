// How things were before a decision: kept with it, so that it can be taken back wholly.
import { findItems, type StoredItem } from '../../items/items.ts'
import type { Db } from '../../kernel/db/db.ts'
import { type CorpusRow, corpusRowOf } from '../corpus/queries.ts'
import { fieldsOf, type ProspectFields, type StoredProspect } from '../prospect.ts'
import { type RejectedRow, rejectedWithUrl } from './queries.ts'

export interface Was {
  readonly prospect: ProspectFields
  /** The item with this id or address, under whatever id; null: there was none. */
  readonly item: StoredItem | null
  readonly corpus: CorpusRow | null
  readonly rejected: RejectedRow | null
  /** What was taken off boards, sections and collections, as `Scheduling.drop` told it. */
  readonly dropped: unknown
}

export async function readWas(transaction: Db, prospect: StoredProspect): Promise<Was> {
  const found = await findItems(transaction, { ids: [prospect.id], urls: [prospect.url] })
  // The one that has the address is the document; an id can be taken by something else.
  const item = found.find(({ url }) => url === prospect.url) ?? found[0] ?? null
  const corpus = item === null ? null : ((await corpusRowOf(transaction, item.id)) ?? null)
  const rejected = (await rejectedWithUrl(transaction, prospect.url)) ?? null
  return { prospect: fieldsOf(prospect), item, corpus, rejected, dropped: null }
}

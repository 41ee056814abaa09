// What is in the corpus: searching it, editing an item, and what was done with it.
import type {
  CorpusItem,
  CorpusPage,
  CorpusPatch,
  CorpusQuery,
  ItemHistory,
} from '@lectern/protocol/rest/desk-corpus.ts'
import { readerNames } from '../../accounts/accounts.ts'
import { readAudit, recordAudit } from '../../audit/audit.ts'
import { cardOf, findItems, putItemsWithin, type StoredItem } from '../../items/items.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import type { Deciding } from '../decisions/decide.ts'
import { again } from '../item-of.ts'
import { canonicalName } from '../publishers/publishers.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { changesOf, patched } from '../rules.ts'
import { type CorpusRow, corpusEntryOf, lockCorpusRow, putCorpusRow } from './queries.ts'
import { type CorpusPlace, selectEntries } from './search-queries.ts'

const historyLength = 100

export async function searchCorpus(
  kernel: Pick<Kernel, 'database'>,
  { cursor, limit, ...filter }: CorpusQuery,
): Promise<CorpusPage | Refused> {
  const after = cursor === undefined ? null : placeOf<CorpusPlace>(cursor)
  if (after === undefined) return refused('invalid', 'cursor: not one of ours; take `next` of the page before.')
  const { db } = kernel.database
  const entries = await selectEntries(db, filter, { after, limit })
  const names = await readerNames(
    db,
    entries.map(({ by }) => by),
  )
  const last = entries.at(-1)
  return {
    entries: entries.map((entry) => ({ ...entry, by: entry.by === null ? null : (names.get(entry.by) ?? entry.by) })),
    next: entries.length < limit || last === undefined ? null : cursorOf({ at: last.at, id: last.id }),
  }
}

export async function readItem(kernel: Pick<Kernel, 'database'>, id: string): Promise<ItemHistory | Refused> {
  const { db } = kernel.database
  const row = await corpusEntryOf(db, id)
  const [stored] = row === undefined ? [] : await findItems(db, { ids: [id], urls: [] })
  const subjects = [...new Set([id, row?.prospect ?? id])]
  const pages = await Promise.all(
    subjects.map((subject) => readAudit(kernel, { subjectKind: 'item', subject }, { limit: historyLength })),
  )
  const history = pages
    .flat()
    .sort((a, b) => b.id - a.id)
    .slice(0, historyLength)
  if (row === undefined && history.length === 0) return refused('not-found', `The Desk knows no item "${id}".`)
  return { item: row === undefined || stored === undefined ? null : corpusItemOf(row, stored), history }
}

/** What the patch does not name stays, the authors above all. */
export async function editItem(
  desk: DeskReach,
  { actor }: Deciding,
  { id, patch }: { readonly id: string; readonly patch: CorpusPatch },
): Promise<{ readonly kind: 'edited'; readonly item: CorpusItem } | Refused> {
  const at = desk.kernel.clock()
  const done = await desk.kernel.database.db.transaction().execute(async (transaction) => {
    const row = await lockCorpusRow(transaction, id)
    const [stored] = await findItems(transaction, { ids: [id], urls: [] })
    if (row === undefined || stored === undefined) {
      return refused('not-found', `No item of the corpus has the id "${id}".`)
    }
    const { authors, timeSensitive, syndicated, ...fields } = patch
    const named = fields.publisher ?? stored.publisher
    const publisher = await canonicalName(transaction, { domain: row.domain, name: named })
    const item: StoredItem = { ...patched<StoredItem>(stored, fields), publisher }
    const edited: CorpusRow = { ...patched<CorpusRow>(row, { authors, timeSensitive, syndicated }) }
    const { before, after } = changesOf(corpusItemOf(row, stored), corpusItemOf(edited, item))
    if (Object.keys(after).length === 0)
      return { kind: 'written', revision: null, item: corpusItemOf(row, stored) } as const
    const revision = await putItemsWithin(transaction, [again(item)], at)
    const kept = { ...edited, updatedBy: actor.id, updatedAt: at }
    await putCorpusRow(transaction, kept)
    const about = { at, who: actor, subjectKind: 'item', subject: id, subjectName: item.title }
    await recordAudit(transaction, [{ ...about, action: 'item.edit', before, after }])
    return { kind: 'written', revision, item: corpusItemOf(kept, item) } as const
  })
  if (done.kind === 'refused') return done
  if (done.revision !== null) await desk.changed(done.revision)
  return { kind: 'edited', item: done.item }
}

const corpusItemOf = (row: CorpusRow, item: StoredItem): CorpusItem => ({
  ...cardOf(item),
  authors: [...row.authors],
  domain: row.domain,
  kind: row.kind,
  timeSensitive: row.timeSensitive,
  syndicated: row.syndicated,
  isCollection: row.isCollection,
  paywalled: item.paywalled,
  source: row.source,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})

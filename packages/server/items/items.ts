// The documents that can be saved and recommended: storing and looking them up.
// Not here: fetching and extracting them, and which of them an editor approved.
// Start at `putItems`; the shape is in item.ts. Taking an item down is in takedown.ts.
import type { Db } from '../kernel/db/db.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { NewItem, StoredItem } from './item.ts'
import {
  insertItems,
  lastRevision,
  markFirstTellings,
  notifyItems,
  searchItems,
  selectItems,
  selectKnownIds,
  takeRevision,
  updatePublisher,
} from './queries.ts'
import { tellStories } from './stories.ts'

export { cardOf } from './card.ts'
export type { NewItem, StoredItem } from './item.ts'
export type { Withdrawal } from './takedown.ts'
export { restoreItem, restoreWithin, takeDownItem, takeDownWithin } from './takedown.ts'

const batchSize = 5000
type Reach = Pick<Kernel, 'database' | 'clock'>

/** Which of these ids exist. */
export async function knownItems(kernel: Pick<Kernel, 'database'>, ids: Iterable<string>): Promise<Set<string>> {
  const asked = [...new Set(ids)]
  const known = new Set<string>()
  for (let from = 0; from < asked.length; from += batchSize) {
    for (const id of await selectKnownIds(kernel.database.db, asked.slice(from, from + batchSize))) known.add(id)
  }
  return known
}

/**
 * Stores items, overwriting those already known by id, all or none; of a repeated id the last counts. Those that tell the
 * same story get the same `cluster`. Running servers pick them up. Answers how many distinct items were given.
 */
export async function putItems(kernel: Reach, items: Iterable<NewItem>): Promise<number> {
  return await store(kernel, items, 'overwrite')
}

/** The same for items of which only the id is known: one that is there already stays, also when it comes meanwhile. */
export async function addItems(kernel: Reach, items: Iterable<NewItem>): Promise<number> {
  return await store(kernel, items, 'keep')
}

async function store(kernel: Reach, items: Iterable<NewItem>, known: 'overwrite' | 'keep'): Promise<number> {
  const distinct = [...new Map(Array.from(items, (item) => [item.id, item])).values()]
  if (distinct.length === 0) return 0
  const write = (transaction: Db) => storeWithin(transaction, distinct, { now: kernel.clock(), known })
  await kernel.database.db.transaction().execute(write)
  return distinct.length
}

/** The same as putItems, in the transaction of something else. Ids must be distinct. Read what changed after the answer. */
export const putItemsWithin = (transaction: Db, items: readonly NewItem[], now: number): Promise<number> =>
  storeWithin(transaction, items, { now, known: 'overwrite' })

async function storeWithin(
  transaction: Db,
  items: readonly NewItem[],
  { now, known }: { readonly now: number; readonly known: 'overwrite' | 'keep' },
): Promise<number> {
  const before = await takeRevision(transaction)
  const told = known === 'overwrite' ? await tellStories(transaction, items, now) : { items, firstTellings: [] }
  for (let from = 0; from < items.length; from += batchSize) {
    await insertItems(transaction, told.items.slice(from, from + batchSize), { now, known })
  }
  if (told.firstTellings.length > 0) await markFirstTellings(transaction, told.firstTellings)
  await notifyItems(transaction, before)
  return before
}

/** Those with one of these ids or addresses, in the transaction of something else. */
export const findItems = (
  transaction: Db,
  by: { readonly ids: readonly string[]; readonly urls: readonly string[] },
): Promise<StoredItem[]> => selectItems(transaction, { by })

/** Gives items of these publishers one name. Read what changed after the answer; null: there were none. */
export async function renamePublishers(transaction: Db, from: readonly string[], to: string): Promise<number | null> {
  const before = await takeRevision(transaction)
  if ((await updatePublisher(transaction, from, to)) === 0) return null
  await notifyItems(transaction, before)
  return before
}

/** Every item, ordered by id. */
export async function allItems(kernel: Pick<Kernel, 'database'>): Promise<StoredItem[]> {
  return await selectItems(kernel.database.db)
}

/** Those of these that exist, by id. */
export async function itemsById(
  kernel: Pick<Kernel, 'database'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredItem>> {
  if (ids.length === 0) return new Map()
  return new Map((await selectItems(kernel.database.db, { by: { ids, urls: [] } })).map((item) => [item.id, item]))
}

/** What may be shown with every word of a text in its title, newest first. */
export async function findTitled(
  kernel: Pick<Kernel, 'database'>,
  words: string,
  limit: number,
): Promise<readonly StoredItem[]> {
  return await searchItems(
    kernel.database.db,
    words.split(/\s+/).filter((word) => word !== ''),
    limit,
  )
}

/** The number of the newest change there may be; read the items after asking. */
export async function itemRevision(kernel: Pick<Kernel, 'database'>): Promise<number> {
  return await lastRevision(kernel.database.db)
}

/** Items that were stored, changed, taken down or restored after a revision. */
export async function itemsChangedAfter(kernel: Pick<Kernel, 'database'>, revision: number): Promise<StoredItem[]> {
  return await selectItems(kernel.database.db, { after: revision })
}

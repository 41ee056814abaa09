// What leaves the corpus leaves every collection, in the same transaction, and comes back with it.
import type { Collection, CollectionStory } from '@lectern/protocol/rest/collections.ts'
import { recordAudit } from '../audit/audit.ts'
import { findItems } from '../items/items.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import { selectCollection, selectHolding, writeCollection } from './queries.ts'

export interface DroppedStory {
  readonly collection: string
  readonly rank: number
  readonly story: CollectionStory
  /** It was the last story of a published collection, which readers are not shown empty: that waits for a review. */
  readonly hidden: boolean
}

interface By {
  readonly actor: Actor
  readonly at: number
}

/** Also stories that name only its address. Who edits such a collection is told that it changed. */
export async function dropFromCollections(transaction: Db, item: string, by: By): Promise<readonly DroppedStory[]> {
  const [stored] = await findItems(transaction, { ids: [item], urls: [] })
  const isIt = (story: CollectionStory): boolean => story.item === item || story.url === stored?.url
  const dropped: DroppedStory[] = []
  for (const id of await selectHolding(transaction, { item, url: stored?.url ?? null })) {
    const collection = await selectCollection(transaction, { id }, { forUpdate: true })
    if (collection === undefined) continue
    const stories = collection.stories.filter((story) => !isIt(story))
    const hidden = stories.length === 0 && collection.status === 'PUBLISHED'
    collection.stories.forEach((story, rank) => {
      if (isIt(story)) dropped.push({ collection: id, rank, story, hidden })
    })
    const is = { ...collection, stories, status: hidden ? 'REVIEW' : collection.status } as const
    await write(transaction, is, { ...by, action: 'collection.drop', item })
  }
  return dropped
}

/** Where they stood; what stands there again is left. */
export async function bringBackToCollections(transaction: Db, dropped: readonly DroppedStory[], by: By): Promise<void> {
  for (const { collection: id, rank, story, hidden } of dropped) {
    const collection = await selectCollection(transaction, { id }, { forUpdate: true })
    if (collection === undefined || collection.stories.some(({ url }) => url === story.url)) continue
    const stories = collection.stories.toSpliced(rank, 0, story)
    const status = hidden && collection.status === 'REVIEW' ? 'PUBLISHED' : collection.status
    await write(
      transaction,
      { ...collection, stories, status },
      { ...by, action: 'collection.bring-back', item: story.item },
    )
  }
}

async function write(
  transaction: Db,
  collection: Collection,
  { actor, at, action, item }: By & { readonly action: string; readonly item: string | null },
): Promise<void> {
  const { id, version, status } = collection
  await writeCollection(transaction, { ...collection, version: version + 1, by: actor.name, updatedAt: at })
  const about = { at, who: actor, subjectKind: 'collection', subject: id, subjectName: collection.title }
  await recordAudit(transaction, [{ ...about, action, after: { item, status } }])
}

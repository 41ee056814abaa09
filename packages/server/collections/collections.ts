// Collections: a page of chosen stories with an introduction, from draft to archive. Readers get those that are published.
// Start at `createCollection`; how the introduction is shown is up to the page (Markdown, no HTML).
import { isDeepStrictEqual } from 'node:util'
import type {
  Collection,
  CollectionBody,
  CollectionSummary,
  PublicCollection,
} from '@lectern/protocol/rest/collections.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Db } from '../kernel/db/db.ts'
import type { ProblemKind } from '../kernel/http/http.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { selectCollection, selectHolder, selectSummaries, writeCollection } from './queries.ts'

export { bringBackToCollections, type DroppedStory, dropFromCollections } from './withdrawn.ts'

type Reach = Pick<Kernel, 'database' | 'clock' | 'chance'>

interface Refused {
  readonly kind: 'refused'
  readonly problem: Extract<ProblemKind, 'invalid' | 'not-found' | 'conflict'>
  readonly detail: string
}
type Written = { readonly kind: 'written'; readonly collection: Collection } | Refused

const refused = (problem: Refused['problem'], detail: string): Refused => ({ kind: 'refused', problem, detail })

export const listCollections = (kernel: Pick<Kernel, 'database'>): Promise<CollectionSummary[]> =>
  selectSummaries(kernel.database.db)

export const findCollection = (kernel: Pick<Kernel, 'database'>, id: string): Promise<Collection | undefined> =>
  selectCollection(kernel.database.db, { id })

/** What readers get at its address; null: there is none, or it is not published. */
export async function publishedCollection(
  kernel: Pick<Kernel, 'database'>,
  slug: string,
): Promise<PublicCollection | null> {
  const found = await selectCollection(kernel.database.db, { slug })
  if (found?.status !== 'PUBLISHED') return null
  const { id: _, version: __, by: ___, updatedAt: ____, status: _____, ...told } = found
  return told
}

export async function createCollection(kernel: Reach, actor: Actor, body: CollectionBody): Promise<Written> {
  const at = kernel.clock()
  const fresh = { id: kernel.chance.uuid(), version: 1, by: actor.name, updatedAt: at }
  return await write(kernel, actor, async () => ({ ...body, ...fresh, publishedAt: publishedAt(body, null, at) }))
}

/** Refused when another changed it since the version that was edited: nobody's work is overwritten. */
export async function updateCollection(
  kernel: Reach,
  actor: Actor,
  { id, version, ...body }: CollectionBody & { readonly id: string; readonly version: number },
): Promise<Written> {
  return await write(kernel, actor, async (transaction) => {
    const before = await selectCollection(transaction, { id }, { forUpdate: true })
    if (before === undefined) return refused('not-found', `No collection has the id "${id}".`)
    if (before.version !== version) {
      const detail = `${before.by} changed this collection meanwhile: it is at version ${before.version}, not ${version}.`
      return refused('conflict', detail)
    }
    const at = kernel.clock()
    const same = { id, version: version + 1, by: actor.name, updatedAt: at }
    return { ...body, ...same, publishedAt: publishedAt(body, before.publishedAt, at) }
  })
}

/** When readers first got it. */
const publishedAt = ({ status }: CollectionBody, before: number | null, now: number): number | null =>
  before ?? (status === 'PUBLISHED' ? now : null)

async function write(
  kernel: Reach,
  actor: Actor,
  make: (transaction: Db) => Promise<Collection | Refused>,
): Promise<Written> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const made = await make(transaction)
    if ('kind' in made) return made
    const wrong = wrongIn(made) ?? (await takenSlug(transaction, made))
    if (wrong !== null) return wrong
    const before = await selectCollection(transaction, { id: made.id })
    await writeCollection(transaction, made)
    const action = before === undefined ? 'collection.create' : 'collection.change'
    const about = { at: made.updatedAt, who: actor, subjectKind: 'collection', subject: made.id }
    await recordAudit(transaction, [{ ...about, action, ...changed(before, made) }])
    return { kind: 'written', collection: made } as const
  })
}

/** What readers are shown must be whole. */
function wrongIn({ status, authors, stories, excerpt, partner }: Collection): Refused | null {
  if (partner === null && stories.some(({ fromPartner }) => fromPartner)) {
    return refused('invalid', 'stories: one is from a partner, but the collection names none.')
  }
  if (status !== 'PUBLISHED') return null
  if (authors.length === 0) return refused('invalid', 'authors: a published collection names at least one.')
  if (stories.length === 0) return refused('invalid', 'stories: a published collection has at least one.')
  return excerpt === '' ? refused('invalid', 'excerpt: a published collection has one.') : null
}

async function takenSlug(transaction: Db, { id, slug }: Collection): Promise<Refused | null> {
  const holder = await selectHolder(transaction, slug)
  return holder === undefined || holder === id
    ? null
    : refused('conflict', `Another collection has the slug "${slug}".`)
}

const audited = [
  'slug',
  'title',
  'excerpt',
  'intro',
  'imageUrl',
  'language',
  'status',
  'authors',
  'partner',
  'stories',
] as const

function changed(before: Collection | undefined, after: Collection) {
  const names = audited.filter((name) => !isDeepStrictEqual(before?.[name], after[name]))
  const of = (one: Collection) => Object.fromEntries(names.map((name) => [name, one[name]]))
  return { before: before === undefined ? null : of(before), after: of(after) }
}

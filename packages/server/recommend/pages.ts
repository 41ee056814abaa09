// The next page of a slate, by its id: nothing that was on an earlier page, made of what is known now, and the same again
// when it is asked for again. Held in memory; after a restart, and on another node, from the slate log.
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { isDatabaseAway } from '../kernel/db/broken.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Ask } from './ask.ts'
import { selectShownBefore, selectSlate } from './queries.ts'
import type { Audience, Recommender } from './recommend.ts'

export type NextPage =
  | { readonly kind: 'page'; readonly slate: Slate; readonly ask: Ask }
  /** There is no such slate, or it is somebody else's. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'gone'; readonly detail: string }

export interface Pages {
  /** Makes a slate whose next page can be asked for. */
  first(ask: Ask, audience: Audience, owner: string): Promise<Slate>
  next(id: string, owners: ReadonlySet<string>): Promise<NextPage>
}

interface Page {
  readonly kind: 'page'
  readonly ask: Ask
  readonly audience: Audience
  readonly owner: string
  /** This page's and all before it. */
  readonly shown: readonly string[]
  following: Promise<Slate> | null
}

/** Made from what was sent along and is not kept. */
interface Private {
  readonly kind: 'private'
  readonly owner: string
}

const mostPages = 10_000
/** How far down a list goes on; what a request carries is bounded by it. */
const mostShown = 2000
const privateDetail =
  'This list was made from a history that was sent along and not kept. Send the history again, with `without`: the items on the page.'

const unreadableDetail = 'Earlier pages of this list cannot be read right now. Ask for a new list.'

type Makes = Pick<Recommender, 'recommend' | 'forbidden'>

export function openPages(kernel: Pick<Kernel, 'database'>, recommender: Makes, most = mostPages): Pages {
  const known = new Map<string, Page | Private>()
  const keep = (id: string, page: Page | Private): void => {
    known.delete(id)
    known.set(id, page)
    if (known.size > most) known.delete(known.keys().next().value!)
  }
  const make = async (page: Omit<Page, 'kind' | 'following'>, previous?: string): Promise<Slate> => {
    const { ask, audience, owner } = page
    const asked = previous === undefined ? ask : { ...ask, earlier: page.shown, pins: undefined }
    const slate = await recommender.recommend(asked, audience, previous === undefined ? { owner } : { owner, previous })
    if (audience.kind === 'brought') keep(slate.slate, { kind: 'private', owner })
    else if (slate.rung !== 'stored') {
      const shown = [...page.shown, ...slate.items.map(({ item }) => item.id)]
      keep(slate.slate, { kind: 'page', ask, audience, owner, shown, following: null })
    }
    return slate
  }
  /** What was told before stays as it was, but for what must not be shown any more. */
  const again = async (page: Page, slate: Slate): Promise<Slate> => {
    const ids = slate.items.map(({ item }) => item.id)
    const forbidden = await recommender.forbidden(ids, page.ask, page.audience)
    return forbidden.size === 0 ? slate : { ...slate, items: slate.items.filter(({ item }) => !forbidden.has(item.id)) }
  }
  return {
    first: (ask, audience, owner) => make({ ask, audience, owner, shown: [] }),
    async next(id, owners) {
      const found = known.get(id) ?? (await fromLog(kernel, id).catch(unreadable))
      if (found === 'unreadable') return { kind: 'gone', detail: unreadableDetail }
      // Two may have asked the log at once: one of them made the page.
      const page = known.get(id) ?? found
      if (page === null || !owners.has(page.owner)) return { kind: 'not-found' }
      keep(id, page)
      if (page.kind === 'private') return { kind: 'gone', detail: privateDetail }
      if (page.shown.length >= mostShown) {
        return { kind: 'gone', detail: `This list ended: ${page.shown.length} items were shown. Ask for a new one.` }
      }
      if (page.following !== null)
        return { kind: 'page', slate: await again(page, await page.following), ask: page.ask }
      page.following = make(page, id)
      const slate = await page.following.catch((cause) => {
        page.following = null
        throw cause
      })
      if (slate.rung === 'stored') page.following = null
      return { kind: 'page', slate, ask: page.ask }
    },
  }
}

/** A list is no place for an error: whoever wants to go on starts anew. */
function unreadable(cause: unknown): 'unreadable' {
  if (isDatabaseAway(cause)) return 'unreadable'
  throw cause
}

/** null: no such slate, or nobody's. @throws when the database is away. */
async function fromLog(kernel: Pick<Kernel, 'database'>, id: string): Promise<Page | Private | null> {
  const slate = await selectSlate(kernel.database.db, id)
  if (slate === undefined || slate.owner === null) return null
  const { ask, owner, reader } = slate
  if (ask === null) return { kind: 'private', owner }
  const shown = await selectShownBefore(kernel.database.db, id, Math.ceil(mostShown / ask.n))
  const audience: Audience = reader === null ? { kind: 'anonymous' } : { kind: 'reader', reader }
  return { kind: 'page', ask, audience, owner, shown, following: null }
}

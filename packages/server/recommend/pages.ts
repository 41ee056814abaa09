// The next page of a slate, by its id: nothing that was on an earlier page, made of what is known now, and the same again
// when it is asked for again. Held in memory; after a restart, and on another node, from the slate log.
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Ask } from './ask.ts'
import { type LoggedSlate, selectShownBefore, selectSlate } from './queries.ts'
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
  readonly ask: Ask
  readonly audience: Audience
  readonly owner: string
  /** This page's and all before it. */
  readonly shown: readonly string[]
  following: Promise<Slate> | null
}

const mostPages = 10_000
/** How far down a list goes on; what a request carries is bounded by it. */
const mostShown = 2000
const privateDetail =
  'This list was made from a history that was sent along and not kept. Send the history again, with `without`: the items on the page.'

type Makes = Pick<Recommender, 'recommend' | 'forbidden'>

export function openPages(kernel: Pick<Kernel, 'database'>, recommender: Makes, most = mostPages): Pages {
  const known = new Map<string, Page>()
  const keep = (id: string, page: Page): Page => {
    known.delete(id)
    known.set(id, page)
    if (known.size > most) known.delete(known.keys().next().value!)
    return page
  }
  const make = async (page: Omit<Page, 'following'>, previous?: string): Promise<Slate> => {
    const { ask, audience, owner } = page
    const without = [...(ask.without ?? []), ...page.shown]
    const asked = previous === undefined ? ask : { ...ask, without, pins: undefined }
    const slate = await recommender.recommend(asked, audience, previous === undefined ? { owner } : { owner, previous })
    if (audience.kind !== 'brought' && slate.rung !== 'stored') {
      const shown = [...page.shown, ...slate.items.map(({ item }) => item.id)]
      keep(slate.slate, { ask, audience, owner, shown, following: null })
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
      const held = known.get(id)
      const found = held === undefined ? await fromLog(kernel, id) : ({ kind: 'page', page: held } as const)
      if (found.kind !== 'page') return found.owner === null || owners.has(found.owner) ? found.answer : notFound
      const page = known.get(id) ?? keep(id, found.page)
      if (!owners.has(page.owner)) return notFound
      keep(id, page)
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

const notFound: NextPage = { kind: 'not-found' }

type Found =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'none'; readonly owner: string | null; readonly answer: NextPage }

/** @throws when the database is away. */
async function fromLog(kernel: Pick<Kernel, 'database'>, id: string): Promise<Found> {
  const slate: LoggedSlate | undefined = await selectSlate(kernel.database.db, id)
  if (slate === undefined || slate.owner === null) return { kind: 'none', owner: null, answer: notFound }
  const { ask, owner, reader } = slate
  if (ask === null) return { kind: 'none', owner, answer: { kind: 'gone', detail: privateDetail } }
  const shown = await selectShownBefore(kernel.database.db, id, Math.ceil(mostShown / ask.n))
  const audience: Audience = reader === null ? { kind: 'anonymous' } : { kind: 'reader', reader }
  return { kind: 'page', page: { ask, audience, owner, shown, following: null } }
}

// The next page of a slate, by its id: nothing that was on an earlier page, made of what is known now, and the same again
// when it is asked for again. Held in memory; after a restart, and on another node, from the slate log.
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { isDatabaseAway } from '../kernel/db/broken.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Ask } from './ask.ts'
import { selectShownBefore, selectSlate } from './queries.ts'
import type { Audience, Recommender } from './recommend.ts'

type NextPage =
  | { readonly kind: 'page'; readonly slate: Slate; readonly ask: Ask }
  /** There is no such slate, or it is somebody else's. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'gone'; readonly detail: string }

interface Pages {
  /** Makes a slate whose next page can be asked for. */
  first(ask: Ask, audience: Audience, owner: string): Promise<Slate>
  next(id: string, owners: ReadonlySet<string>): Promise<NextPage>
}

interface Page {
  readonly kind: 'page'
  readonly ask: Ask
  readonly audience: Audience
  readonly owner: string
  readonly items: readonly string[]
  /** Shared by those who go on from it, so that a long list costs its items once. */
  readonly before: Page | null
  /** Items of this page and all before it. */
  readonly shown: number
}

/** Made from what was sent along and is not kept. */
interface Private {
  readonly kind: 'private'
  readonly owner: string
}

const mostPages = 10_000
/** Next pages that are kept whole, to be told again. */
const mostTold = 2000
/** How far down a list goes on; what a request carries is bounded by it. */
const mostShown = 2000
const privateDetail =
  'This list was made from a history that was sent along and not kept. Send the history again, with `without`: the items on the page.'

const unreadableDetail = 'Earlier pages of this list cannot be read right now. Ask for a new list.'

type Makes = Pick<Recommender, 'recommend' | 'forbidden'>

export function openPages(kernel: Pick<Kernel, 'database'>, recommender: Makes, most = mostPages): Pages {
  const known = new Map<string, Page | Private>()
  const told = new Map<string, Promise<Slate>>()
  const keep = (id: string, page: Page | Private): void => keepIn(known, [id, page], most)
  const make = async (
    from: Pick<Page, 'ask' | 'audience' | 'owner'>,
    at?: { page: Page; id: string },
  ): Promise<Slate> => {
    const { ask, audience, owner } = from
    const previous = at?.id
    const before = at?.page ?? null
    const asked = before === null ? ask : { ...ask, earlier: shownUpTo(before), pins: undefined }
    const slate = await recommender.recommend(asked, audience, previous === undefined ? { owner } : { owner, previous })
    if (audience.kind === 'private') keep(slate.slate, { kind: 'private', owner })
    else if (slate.rung !== 'stored') {
      const items = slate.items.map(({ item }) => item.id)
      const shown = (before?.shown ?? 0) + items.length
      keep(slate.slate, { kind: 'page', ask, audience, owner, items, before, shown })
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
    first: (ask, audience, owner) => make({ ask, audience, owner }),
    async next(id, owners) {
      const found = known.get(id) ?? (await fromLog(kernel, id).catch(unreadable))
      if (found === 'unreadable') return { kind: 'gone', detail: unreadableDetail }
      // Two may have asked the log at once: one of them made the page.
      const page = known.get(id) ?? found
      if (page === null || !owners.has(page.owner)) return { kind: 'not-found' }
      keep(id, page)
      if (page.kind === 'private') return { kind: 'gone', detail: privateDetail }
      if (page.shown >= mostShown) {
        return { kind: 'gone', detail: `This list ended: ${page.shown} items were shown. Ask for a new one.` }
      }
      const before = told.get(id)
      if (before !== undefined) {
        return { kind: 'page', slate: await again(page, await before), ask: page.ask }
      }
      const making = make(page, { page, id })
      keepIn(told, [id, making], mostTold)
      const slate = await making.catch((cause) => {
        told.delete(id)
        throw cause
      })
      if (slate.rung === 'stored') told.delete(id)
      return { kind: 'page', slate, ask: page.ask }
    },
  }
}

/** As the newest of at most so many. */
function keepIn<T>(map: Map<string, T>, [id, value]: readonly [string, T], most: number): void {
  map.delete(id)
  map.set(id, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}

function shownUpTo(page: Page): string[] {
  const items: string[] = []
  for (let each: Page | null = page; each !== null; each = each.before) items.push(...each.items)
  return items
}

/** A list is no place for an error: whoever wants to go on starts anew, also where a record is damaged. */
function unreadable(cause: unknown): 'unreadable' {
  if (isDatabaseAway(cause) || cause instanceof RangeError) return 'unreadable'
  throw cause
}

/** null: no such slate, or nobody's. @throws when the database is away. */
async function fromLog(kernel: Pick<Kernel, 'database'>, id: string): Promise<Page | Private | null> {
  const slate = await selectSlate(kernel.database.db, id)
  if (slate === undefined || slate.owner === null) return null
  const { ask, owner, reader } = slate
  if (ask === null) return { kind: 'private', owner }
  const items = await selectShownBefore(kernel.database.db, id, Math.ceil(mostShown / ask.n))
  const audience: Audience = reader === null ? { kind: 'anonymous' } : { kind: 'reader', reader }
  return { kind: 'page', ask, audience, owner, items, before: null, shown: items.length }
}

// The page of one new entry: looked at once, and what is found goes to the Desk. A page that cannot be read is told to the
// Desk by what its feed says of it.
import { addProspects } from '../desk/desk.ts'
import type { PageRow } from './feed.ts'
import { prospectFrom, withoutPage } from './prospect-from.ts'
import { claimPage, markPageDone, postponePage } from './queries.ts'
import { type PageReach, type PageRead, readPage } from './read-page.ts'

type PageOutcome = 'added' | 'known' | 'nothing' | 'refused' | 'later' | 'taken'

const claimMs = 10 * 60_000
const mostTries = 3
const minute = 60_000

export async function fetchPage(reach: PageReach, page: PageRow): Promise<PageOutcome> {
  const { db } = reach.database
  const now = reach.clock()
  if (!(await claimPage(db, page.url, { now, until: now + claimMs }))) return 'taken'
  const read = await readPage(reach, page.url)
  const tries = page.tries + 1
  if (read.kind === 'later' && tries < mostTries) {
    await postponePage(db, page.url, { until: now + 10 * minute * 6 ** (tries - 1), outcome: read.detail })
    return 'later'
  }
  const outcome = await toDesk(reach, page, read)
  await markPageDone(db, page.url, read.kind === 'page' ? outcome : `${outcome}: ${read.detail}`)
  return outcome
}

async function toDesk(
  reach: PageReach,
  page: PageRow,
  read: PageRead,
): Promise<'added' | 'known' | 'nothing' | 'refused'> {
  if (read.kind === 'refused') return 'refused'
  const facts = read.kind === 'page' ? read.facts : withoutPage(page.url, read.detail)
  const prospect = prospectFrom(facts, page.entry, { source: 'feed', sourceDetail: page.feed })
  if (prospect === null) return 'nothing'
  const { added } = await addProspects(reach, [prospect])
  return added.length > 0 ? 'added' : 'known'
}

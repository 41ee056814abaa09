// The queue as editors see it: what waits, with its warnings and publishers; and how many of what.
import type { Prospect, ProspectPage, prospectQuery, QueueSummary } from '@lectern/protocol/rest/desk-prospects.ts'
import type { z } from 'zod'
import { findItems } from '../items/items.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { cursorOf, placeOf } from './cursor.ts'
import { countDecisions } from './decisions/queries.ts'
import type { StoredProspect } from './prospect.ts'
import { selectPublishers } from './publishers/queries.ts'
import { type QueuePlace, selectProspects, selectQueue, selectQueueCounts } from './queries.ts'
import { type DeskReach, type Refused, refused } from './reach.ts'
import { type Known, warningsOf } from './warnings.ts'

const day = 86_400_000

export async function readQueue(
  { kernel, arrange }: DeskReach,
  { cursor, limit, state, ...filter }: z.output<typeof prospectQuery>,
): Promise<ProspectPage | Refused> {
  const after = cursor === undefined ? null : placeOf<QueuePlace>(cursor)
  if (after === undefined) return refused('invalid', 'cursor: not one of ours; take `next` of the page before.')
  const { db } = kernel.database
  const found = await selectQueue(db, { filter, state, now: kernel.clock() }, { after, limit })
  const last = found.at(-1)
  const next = found.length < limit || last === undefined ? null : cursorOf(placeIn(last))
  return { ...(await describe(db, arrange(found))), next }
}

const placeIn = ({ value, foundAt, id }: StoredProspect): QueuePlace => ({ value, foundAt, id })

/** With what the Desk knows beside them. */
export async function describe(
  db: Db,
  prospects: readonly StoredProspect[],
): Promise<Pick<ProspectPage, 'prospects' | 'publishers'>> {
  if (prospects.length === 0) return { prospects: [], publishers: [] }
  const domains = [...new Set(prospects.map(({ domain }) => domain))]
  const publishers = await selectPublishers(db, { domains, limit: domains.length })
  const byDomain = new Map(publishers.map((publisher) => [publisher.domain, publisher]))
  const others = await othersOf(db, prospects)
  const wired = prospects.map((prospect) =>
    wireOf(prospect, {
      publisher: byDomain.get(prospect.domain),
      other: others.get(prospect.duplicateOf ?? ''),
    }),
  )
  return { prospects: wired, publishers }
}

/** What prospects repeat: other prospects, or items that never were one. */
async function othersOf(db: Db, prospects: readonly StoredProspect[]): Promise<Map<string, Known['other']>> {
  const ids = [...new Set(prospects.flatMap(({ duplicateOf }) => (duplicateOf === null ? [] : [duplicateOf])))]
  if (ids.length === 0) return new Map()
  const others = new Map<string, Known['other']>()
  for (const { id, title, url } of await findItems(db, { ids, urls: [] })) {
    others.set(id, { id, title, url: url ?? '', state: 'approved' })
  }
  for (const { id, title, url, state } of await selectProspects(db, ids)) others.set(id, { id, title, url, state })
  return others
}

function wireOf(prospect: StoredProspect, known: Known): Prospect {
  const { duplicateOf: _, decidedAt: _at, decidedBy: _by, reason: _reason, comment: _comment, ...shown } = prospect
  return { ...shown, authors: [...prospect.authors], warnings: warningsOf(prospect, known) }
}

/** How many wait, of what; and how much this editor did in a day. */
export async function readSummary(kernel: Pick<Kernel, 'database' | 'clock'>, reader: string): Promise<QueueSummary> {
  const now = kernel.clock()
  const { db } = kernel.database
  const counts = await selectQueueCounts(db, now)
  const of = (kind: (typeof counts)[number]['of']) =>
    counts.filter((count) => count.of === kind).map(({ id, count }) => ({ id, count }))
  return {
    waiting: of('waiting')[0]?.count ?? 0,
    later: of('later')[0]?.count ?? 0,
    doneToday: await countDecisions(db, reader, now - day),
    sources: of('sources'),
    topics: of('topics'),
    languages: of('languages'),
    publishers: of('publishers'),
    surfaces: of('surfaces'),
  }
}

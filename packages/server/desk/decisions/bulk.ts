// Many decisions at once. First a dry run, which says what is meant and to how many it would happen; then the same again
// with its token, which is good as long as exactly the same is meant.
import { createHash } from 'node:crypto'
import type { BulkAnswer, BulkBody } from '@lectern/protocol/rest/desk-prospects.ts'
import { selectMeantItems } from '../corpus/search-queries.ts'
import { lockProspects, selectMeantIds, selectProspects } from '../queries.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { allOrNone } from './all-or-none.ts'
import { type Deciding, decideWithin, type Written } from './decide.ts'
import { rejectItemWithin } from './reject.ts'

/** More at once would keep the queue locked for long. */
const most = 1000
const shownTitles = 10

interface Target {
  readonly id: string
  readonly title: string
  readonly domain: string
}

type Outcome = { readonly kind: 'answered'; readonly answer: BulkAnswer } | Refused

export async function bulk(desk: DeskReach, who: Deciding, body: BulkBody): Promise<Outcome> {
  const { of, action } = body
  if (of === 'corpus' && action.kind !== 'reject') {
    return refused('invalid', `action: what is in the corpus can be rejected, not ${action.kind}ed.`)
  }
  const targets = await targetsOf(desk, body)
  if (targets.length > most) {
    return refused('too-large', `More than ${most} are meant; narrow the filters and go on in parts.`)
  }
  const token = tokenOf(body, targets)
  const told = { count: targets.length, titles: targets.slice(0, shownTitles).map(({ title }) => title) }
  const publishers = countsOf(targets.map(({ domain }) => domain))
  if (body.token === undefined) {
    return { kind: 'answered', answer: { ...told, publishers, done: false, token, decisions: [] } }
  }
  if (body.token !== token) {
    const detail = `Since the dry run other decisions were made: now ${targets.length} are meant. Look again.`
    return refused('conflict', detail)
  }
  const written = await decideAll(desk, who, { body, targets })
  if ('kind' in written) return written
  const revisions = written.flatMap(({ after }) => (after === null ? [] : [after]))
  if (revisions.length > 0) await desk.changed(Math.min(...revisions))
  const decisions = written.map(({ decided }) => decided.decision)
  return { kind: 'answered', answer: { ...told, publishers, done: true, token: null, decisions } }
}

async function decideAll(
  desk: DeskReach,
  who: Deciding,
  { body, targets }: { readonly body: BulkBody; readonly targets: readonly Target[] },
): Promise<readonly Written[] | Refused> {
  const { action } = body
  return await allOrNone<readonly Written[]>(desk.kernel.database.db, async (transaction) => {
    const ids = targets.map(({ id }) => id)
    const written: Written[] = []
    if (body.of === 'corpus' && action.kind === 'reject') {
      for (const item of ids) {
        const done = await rejectItemWithin(transaction, desk, { item, body: action, actor: who.actor })
        if (done.kind === 'refused') return done
        written.push(done)
      }
      return written
    }
    for (const prospect of await lockProspects(transaction, ids)) {
      const done = await decideWithin(transaction, desk, { who, prospect, body: action })
      if (done.kind === 'refused') return done
      written.push(done)
    }
    return written
  })
}

async function targetsOf({ kernel }: DeskReach, { of, filter }: BulkBody): Promise<readonly Target[]> {
  const { db } = kernel.database
  if (of === 'corpus') return await selectMeantItems(db, filter, most + 1)
  const ids = await selectMeantIds(db, { filter, state: 'waiting', now: kernel.clock() }, most + 1)
  return (await selectProspects(db, ids)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const tokenOf = ({ of, filter, action }: BulkBody, targets: readonly Target[]): string =>
  createHash('sha256')
    .update(JSON.stringify([of, filter, action, targets.map(({ id }) => id)]))
    .digest('base64url')

function countsOf(domains: readonly string[]): BulkAnswer['publishers'] {
  const counts = new Map<string, number>()
  for (const domain of domains) counts.set(domain, (counts.get(domain) ?? 0) + 1)
  return Array.from(counts, ([id, count]) => ({ id, count })).sort(
    (a, b) => b.count - a.count || (a.id < b.id ? -1 : 1),
  )
}

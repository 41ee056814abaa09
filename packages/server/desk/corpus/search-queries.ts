// The search over all that the Desk knows: what was approved, rejected and waits, newest first.
import type { CorpusEntry, CorpusQuery } from '@lectern/protocol/rest/desk-corpus.ts'
import type { ProspectFilter } from '@lectern/protocol/rest/desk-prospects.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'
import { wordsQuery } from '../meant.ts'

/** Where a page ended. */
export interface CorpusPlace {
  readonly at: number
  readonly id: string
}

type Filter = Pick<CorpusQuery, 'q' | 'state' | 'topic' | 'language' | 'publisher' | 'domain' | 'reason'>

const approvedIn = (view: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select item as id, 'approved' as state, url, title, publisher, domain, topic, language, created_at as at,
         created_by as by, null::text as reason, null::text as comment, search
  from ${view}`
const approved = [approvedIn(sql`corpus_chosen`), approvedIn(sql`corpus_import`)]
const rejected = [
  sql`
  select id, 'rejected' as state, url, title, publisher, domain, topic, language, at, by, reason, comment, search
  from rejected_item`,
]
const waiting = [
  sql`
  select id, 'waiting' as state, url, title, publisher, domain, topic, language, found_at as at, null::text as by,
         null::text as reason, null::text as comment, search
  from prospect where state in ('waiting', 'later')`,
]
const all = [...approved, ...rejected, ...waiting]

export async function selectEntries(
  db: Db,
  filter: Filter,
  page: { readonly after: CorpusPlace | null; readonly limit: number },
): Promise<CorpusEntry[]> {
  const conditions = conditionsOf(filter)
  if (page.after !== null) {
    const { at, id } = page.after
    conditions.push(sql`(at < ${at}::bigint or (at = ${at}::bigint and id > ${id}))`)
  }
  const from = filter.state === undefined ? all : { approved, rejected, waiting }[filter.state]
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  // Of each as many as the page has: read from an index by time, not sorted whole.
  const parts = from.map(
    (part) => sql`(
    select id, state, url, title, publisher, domain, topic, language, at, by, reason, comment
    from (${part}) as part where ${where} order by at desc, id limit ${page.limit})`,
  )
  const { rows } = await sql<CorpusEntry>`
    select id, state, url, title, publisher, domain, topic, language, at, by, reason, comment
    from (${sql.join(parts, sql` union all `)}) as entry
    order by at desc, id limit ${page.limit}`.execute(db)
  return rows
}

/** Of the corpus, for many decisions at once. By id. */
export async function selectMeantItems(
  db: Db,
  filter: ProspectFilter,
  limit: number,
): Promise<{ id: string; title: string; domain: string }[]> {
  const { q, topic, language, publisher, domain } = filter
  const conditions = conditionsOf({ q, topic, language, publisher, domain })
  const { rows } = await sql<{ id: string; title: string; domain: string }>`
    select id, title, domain
    from (${approvedIn(sql`corpus_entry`)}) as entry
    where ${conditions.length === 0 ? sql`false` : sql.join(conditions, sql` and `)}
    order by id limit ${limit}`.execute(db)
  return rows
}

function conditionsOf(filter: Filter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.q !== undefined) conditions.push(sql`search @@ to_tsquery('simple', ${wordsQuery(filter.q)})`)
  for (const column of ['topic', 'language', 'publisher', 'domain', 'reason'] as const) {
    const value = filter[column]
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`)
  }
  return conditions
}

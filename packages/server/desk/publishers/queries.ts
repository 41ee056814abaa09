// All SQL of tables `publisher_domain` and `publisher_evidence`.
import type { EvidenceBody } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'

export interface PublisherRow {
  readonly domain: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly state: Publisher['state']
  readonly stateBy: 'person' | 'schedule' | null
  readonly paywalled: boolean
}

const columns = sql`domain, name, aliases, state, state_by as "stateBy", paywalled`

export async function selectPublisher(db: Db, domain: string): Promise<PublisherRow | undefined> {
  const { rows } = await sql<PublisherRow>`
    select ${columns} from publisher_domain where domain = ${domain}`.execute(db)
  return rows[0]
}

/** Those that this name leads to: by the one spelling first, then by an alias. */
export async function selectNamed(db: Db, name: string): Promise<PublisherRow[]> {
  const { rows } = await sql<PublisherRow>`
    select ${columns} from publisher_domain where name = ${name} or ${name} = any(aliases)
    order by name <> ${name}, domain`.execute(db)
  return rows
}

/** Every alias with the name it leads to. */
export async function selectAliases(db: Db): Promise<{ alias: string; name: string }[]> {
  const { rows } = await sql<{ alias: string; name: string }>`
    select distinct alias, name from publisher_domain, unnest(aliases) as alias`.execute(db)
  return rows
}

export async function putPublisher(
  db: Db,
  row: PublisherRow,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  await sql`
    insert into publisher_domain (domain, name, aliases, state, state_by, paywalled, updated_by, updated_at)
    values (${row.domain}, ${row.name}, ${[...row.aliases]}::text[], ${row.state}, ${row.stateBy}, ${row.paywalled}, ${by},
            ${at})
    on conflict (domain) do update set name = excluded.name, aliases = excluded.aliases, state = excluded.state,
      state_by = excluded.state_by, paywalled = excluded.paywalled, updated_by = excluded.updated_by,
      updated_at = excluded.updated_at`.execute(db)
}

/** Leaves one that is there as it is. */
export async function addPublisher(
  db: Db,
  {
    domain,
    name,
    by,
    at,
  }: { readonly domain: string; readonly name: string; readonly by: string; readonly at: number },
): Promise<void> {
  await sql`
    insert into publisher_domain (domain, name, updated_by, updated_at) values (${domain}, ${name}, ${by}, ${at})
    on conflict do nothing`.execute(db)
}

/** Those nobody decided about are trusted from now on; those that are not there yet come with their name. */
export async function trustDomains(
  db: Db,
  domains: readonly { readonly domain: string; readonly publisher: string | null }[],
  now: number,
): Promise<string[]> {
  const rows = domains.map(({ domain, publisher }) => ({ domain, name: publisher ?? domain }))
  const trusted = await sql<{ domain: string }>`
    insert into publisher_domain (domain, name, state, state_by, updated_by, updated_at)
    select distinct on (domain) domain, name, 'trusted', 'schedule', 'schedule', ${now}::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(domain text, name text)
    order by domain
    on conflict (domain) do update set state = 'trusted', state_by = 'schedule', updated_at = excluded.updated_at
      where publisher_domain.state = 'unknown' and publisher_domain.state_by is null
    returning domain`.execute(db)
  return trusted.rows.map(({ domain }) => domain)
}

interface Which {
  readonly domains?: readonly string[]
  readonly q?: string | undefined
  readonly state?: Publisher['state'] | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Known ones, those of prospects and of what came by import, by domain, with evidence and counts. */
export async function selectPublishers(db: Db, which: Which): Promise<Publisher[]> {
  const conditions: RawBuilder<unknown>[] = []
  if (which.domains !== undefined) conditions.push(sql`domain = any(${[...which.domains]}::text[])`)
  if (which.state !== undefined) conditions.push(sql`state = ${which.state}`)
  if (which.after !== undefined) conditions.push(sql`domain > ${which.after}`)
  if (which.q !== undefined) {
    const part = `%${which.q.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(domain ilike ${part} or name ilike ${part} or array_to_string(aliases, ' ') ilike ${part})`)
  }
  const { rows } = await sql<Publisher>`
    with known as (
      select domain, name, aliases, state, state_by, paywalled from publisher_domain
      union all
      select domain, coalesce(min(publisher), domain), '{}', 'unknown', null, false from prospect
      where not exists (select 1 from publisher_domain where publisher_domain.domain = prospect.domain)
      group by domain
      union all
      select domain, coalesce(publisher, domain), '{}', 'unknown', null, false
      from (select domain, min(publisher) as publisher from corpus_import where domain <> '' group by domain) as imported
      where not exists (select 1 from publisher_domain where publisher_domain.domain = imported.domain)
        and not exists (select 1 from prospect where prospect.domain = imported.domain))
    select domain, name, aliases, state, state_by as because, paywalled,
      coalesce((select json_agg(json_build_object('id', id, 'source', source, 'claim', claim, 'value', value,
          'date', to_char(date, 'YYYY-MM-DD'), 'licence', licence, 'url', url) order by date desc nulls last, id)
        from publisher_evidence where publisher_evidence.domain = known.domain), '[]') as evidence,
      (select count(*) from prospect where prospect.domain = known.domain and prospect.state in ('waiting', 'later')) as waiting,
      (select count(*) from corpus_item where corpus_item.domain = known.domain)
        + (select count(*) from corpus_import where corpus_import.domain = known.domain) as approved,
      (select count(*) from rejected_item where rejected_item.domain = known.domain) as rejected
    from known where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
    order by domain limit ${which.limit}`.execute(db)
  return rows
}

export async function insertEvidence(
  db: Db,
  domain: string,
  { by, at, ...of }: EvidenceBody & { readonly by: string; readonly at: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into publisher_evidence (domain, source, claim, value, date, licence, url, added_by, added_at)
    values (${domain}, ${of.source}, ${of.claim}, ${of.value}, ${of.date ?? null}, ${of.licence ?? null}, ${of.url ?? null},
            ${by}, ${at}) returning id`.execute(db)
  return rows[0]!.id
}

/** What it said; undefined: there was none. */
export async function deleteEvidence(
  db: Db,
  domain: string,
  id: number,
): Promise<{ source: string; claim: string; value: string } | undefined> {
  const { rows } = await sql<{ source: string; claim: string; value: string }>`
    delete from publisher_evidence where domain = ${domain} and id = ${id} returning source, claim, value`.execute(db)
  return rows[0]
}

// All SQL of table `prospect`. Which of them a filter means is in meant.ts.
import { sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import { type Meant, meant } from './meant.ts'
import type { NewProspect, ProspectFields, ProspectState, StoredProspect } from './prospect.ts'

/** Ids of those that were new. */
export async function insertProspects(db: Db, prospects: readonly NewProspect[], now: number): Promise<string[]> {
  const rows = prospects.map((prospect) => ({
    id: prospect.id,
    url: prospect.url,
    source: prospect.source,
    source_detail: prospect.sourceDetail,
    surface: prospect.surface,
    title: prospect.title,
    excerpt: prospect.excerpt,
    text: prospect.text,
    language: prospect.language,
    publisher: prospect.publisher,
    domain: prospect.domain,
    authors: prospect.authors,
    topic: prospect.topic ?? null,
    topic_confidence: prospect.topicConfidence ?? null,
    topic_by: prospect.topicBy ?? null,
    minutes: prospect.minutes,
    image_url: prospect.imageUrl,
    published_at: prospect.publishedAt,
    content_type: prospect.contentType ?? 'article',
    paywalled: prospect.paywalled ?? false,
    warnings: prospect.warnings ?? [],
  }))
  const inserted = await sql<{ id: string }>`
    insert into prospect (id, url, source, source_detail, surface, title, excerpt, text, language, publisher, domain,
                          authors, topic, topic_confidence, topic_by, minutes, image_url, published_at, content_type,
                          paywalled, warnings, found_at)
    select id, url, source, source_detail, surface, title, excerpt, text, language, publisher, domain, authors, topic,
           topic_confidence, topic_by, minutes, image_url, published_at, content_type, paywalled, warnings, ${now}::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(
      id text, url text, source text, source_detail text, surface text, title text, excerpt text, text text, language text,
      publisher text, domain text, authors text[], topic text, topic_confidence real, topic_by text, minutes integer,
      image_url text, published_at bigint, content_type text, paywalled boolean, warnings text[])
    on conflict do nothing
    returning id`.execute(db)
  return inserted.rows.map(({ id }) => id)
}

/** What became of prospects with these addresses or ids. */
export async function selectKnownProspects(
  db: Db,
  of: readonly { readonly id: string; readonly url: string }[],
): Promise<{ id: string; url: string; as: ProspectState }[]> {
  const { rows } = await sql<{ id: string; url: string; as: ProspectState }>`
    select id, url, state as "as" from prospect
    where url = any(${of.map(({ url }) => url)}::text[]) or id = any(${of.map(({ id }) => id)}::text[])
    order by id`.execute(db)
  return rows
}

const columns = sql`id, url, source, source_detail as "sourceDetail", surface, title, excerpt, left(text, 1500) as opening,
  language, publisher, domain, authors, topic, topic_confidence as "topicConfidence", topic_by as "topicBy", minutes,
  image_url as "imageUrl", published_at as "publishedAt", content_type as "contentType", paywalled, clickbait,
  duplicate_of as "duplicateOf", value, warnings, state, later_until as "laterUntil", found_at as "foundAt",
  decided_at as "decidedAt", decided_by as "decidedBy", reason, comment`

/** Where a page ended: the last of it, in the order of the queue. */
export interface QueuePlace {
  readonly value: number | null
  readonly foundAt: number
  readonly id: string
}

/** By value, the newest first where nothing else tells them apart. */
export async function selectQueue(
  db: Db,
  which: Meant,
  page: { readonly after: QueuePlace | null; readonly limit: number },
): Promise<StoredProspect[]> {
  const place = (value: number | null) => sql`coalesce(${value}::real, '-infinity'::real)`
  const { after } = page
  const beyond =
    after === null
      ? sql``
      : sql`and ((coalesce(value, '-infinity'::real), found_at) < (${place(after.value)}, ${after.foundAt}::bigint)
        or ((coalesce(value, '-infinity'::real), found_at) = (${place(after.value)}, ${after.foundAt}::bigint) and id > ${after.id}))`
  const { rows } = await sql<StoredProspect>`
    select ${columns} from prospect where ${meant(which)} ${beyond}
    order by coalesce(value, '-infinity'::real) desc, found_at desc, id limit ${page.limit}`.execute(db)
  return rows
}

export async function selectProspects(db: Db, ids: readonly string[]): Promise<StoredProspect[]> {
  const { rows } = await sql<StoredProspect>`
    select ${columns} from prospect where id = any(${ids}::text[])`.execute(db)
  return rows
}

/** Nobody else decides these until the transaction ends. In order of id, so that two never wait for one another. */
export async function lockProspects(transaction: Db, ids: readonly string[]): Promise<StoredProspect[]> {
  const { rows } = await sql<StoredProspect>`
    select ${columns} from prospect where id = any(${ids}::text[]) order by id for update`.execute(transaction)
  return rows
}

export async function selectMeantIds(db: Db, which: Meant, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from prospect where ${meant(which)} order by id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export async function updateProspect(db: Db, id: string, to: ProspectFields): Promise<void> {
  await sql`
    update prospect set title = ${to.title}, excerpt = ${to.excerpt}, topic = ${to.topic},
      topic_confidence = ${to.topicConfidence}, topic_by = ${to.topicBy}, authors = ${[...to.authors]}::text[],
      publisher = ${to.publisher}, language = ${to.language}, image_url = ${to.imageUrl}, paywalled = ${to.paywalled},
      state = ${to.state}, later_until = ${to.laterUntil}, decided_at = ${to.decidedAt}, decided_by = ${to.decidedBy},
      reason = ${to.reason}, comment = ${to.comment}
    where id = ${id}`.execute(db)
}

/** Gives prospects of these publishers one name. */
export async function renameProspectPublishers(db: Db, from: readonly string[], to: string): Promise<void> {
  await sql`update prospect set publisher = ${to} where publisher = any(${from}::text[]) and publisher <> ${to}`.execute(
    db,
  )
}

interface Count {
  readonly of: 'sources' | 'topics' | 'languages' | 'publishers' | 'surfaces' | 'waiting' | 'later'
  readonly id: string
  readonly count: number
}

/** How many wait, in all and by each of what filters name. */
export async function selectQueueCounts(db: Db, now: number): Promise<Count[]> {
  const { rows } = await sql<Count>`
    with queue as (select source, topic, language, domain, surface from prospect
                   where ${meant({ filter: {}, state: 'waiting', now })})
    select 'waiting' as "of", '' as id, count(*) from queue
    union all select 'later', '', count(*) from prospect where ${meant({ filter: {}, state: 'later', now })}
    union all select 'sources', source, count(*) from queue group by source
    union all select 'topics', coalesce(topic, 'none'), count(*) from queue group by topic
    union all select 'languages', language, count(*) from queue where language is not null group by language
    union all select 'surfaces', surface, count(*) from queue where surface is not null group by surface
    union all (select 'publishers', domain, count(*) from queue group by domain order by count(*) desc, domain limit 30)
    order by 1, 3 desc, 2`.execute(db)
  return rows
}

export interface Judgement {
  readonly id: string
  readonly topic: string | null
  readonly topicConfidence: number | null
  readonly clickbait: number | null
  readonly duplicateOf: string | null
  readonly value: number | null
}

/** With their text: those never judged oldest first, then those that wait and were judged before that time. */
export async function selectUnjudged(
  db: Db,
  { limit, judgedBefore }: { readonly limit: number; readonly judgedBefore: number },
): Promise<(StoredProspect & { text: string | null })[]> {
  const { rows } = await sql<StoredProspect & { text: string | null }>`
    select ${columns}, text from prospect
    where judged_at is null or (state = 'waiting' and judged_at < ${judgedBefore}::bigint)
    order by judged_at nulls first, found_at, id limit ${limit}`.execute(db)
  return rows
}

/** A topic that a person chose stays. */
export async function updateJudged(db: Db, judgements: readonly Judgement[], now: number): Promise<void> {
  await sql`
    update prospect set
      topic = case when topic_by = 'person' then prospect.topic else coalesce(judged.topic, prospect.topic) end,
      topic_confidence = case when topic_by = 'person' or judged.topic is null then prospect.topic_confidence
                              else judged."topicConfidence" end,
      topic_by = case when topic_by = 'person' or judged.topic is null then topic_by else 'model' end,
      clickbait = judged.clickbait, duplicate_of = judged."duplicateOf", value = judged.value, judged_at = ${now}::bigint
    from jsonb_to_recordset(${JSON.stringify(judgements)}::jsonb) as judged(
      id text, topic text, "topicConfidence" real, clickbait real, "duplicateOf" text, value real)
    where prospect.id = judged.id`.execute(db)
}

// All SQL of tables `prospect`, `corpus_item`, `rejected_item`, `desk_decision`, `desk_view`, `publisher_domain` and
// `publisher_evidence`.
import { sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { NewProspect, ProspectState } from './prospect.ts'

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

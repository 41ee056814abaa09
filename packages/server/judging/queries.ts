// All SQL of tables `judgement` and `topic_model`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { Reasons } from './judgement.ts'
import type { TopicModel } from './topic-model.ts'

type Tables = {
  judgement: {
    prospect: string
    title: string
    excerpt: string | null
    published_at: number | null
    prints: Buffer
    level: number
    duplicate_of: string | null
    reasons: Reasons
    judged_at: number
  }
  topic_model: { version: string; blob: string; sha256: string; card: TopicModel['card']; created_at: number }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

export interface JudgementRow {
  readonly prospect: string
  readonly title: string
  readonly excerpt: string | null
  readonly publishedAt: number | null
  readonly prints: Buffer
  readonly level: number
  readonly duplicateOf: string | null
  readonly reasons: Reasons
  readonly judgedAt: number
}

export async function upsertJudgements(db: Db, rows: readonly JudgementRow[]): Promise<void> {
  if (rows.length === 0) return
  await own(db)
    .insertInto('judgement')
    .values(
      rows.map((row) => ({
        prospect: row.prospect,
        title: row.title,
        excerpt: row.excerpt,
        published_at: row.publishedAt,
        prints: row.prints,
        level: row.level,
        duplicate_of: row.duplicateOf,
        reasons: sql<Reasons>`${JSON.stringify(row.reasons)}::jsonb`,
        judged_at: row.judgedAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('prospect').doUpdateSet((is) => ({
        title: is.ref('excluded.title'),
        excerpt: is.ref('excluded.excerpt'),
        published_at: is.ref('excluded.published_at'),
        prints: is.ref('excluded.prints'),
        level: is.ref('excluded.level'),
        duplicate_of: is.ref('excluded.duplicate_of'),
        reasons: is.ref('excluded.reasons'),
        judged_at: is.ref('excluded.judged_at'),
      })),
    )
    .execute()
}

const texts = ['prospect', 'title', 'excerpt', 'published_at as publishedAt', 'prints', 'level'] as const

/** What is needed to know the texts again, of those judged at that time or later: the newest `limit`, oldest first. */
export async function selectJudgedTexts(
  db: Db,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<Omit<JudgementRow, 'reasons' | 'duplicateOf'>[]> {
  const rows = await own(db)
    .selectFrom('judgement')
    .select([...texts, 'judged_at as judgedAt'])
    .where('judged_at', '>=', since)
    .orderBy('judged_at', 'desc')
    .orderBy('prospect')
    .limit(limit)
    .execute()
  return rows.reverse()
}

export async function selectReasons(
  db: Db,
  prospect: string,
): Promise<{ reasons: Reasons; judgedAt: number } | undefined> {
  return await own(db)
    .selectFrom('judgement')
    .select(['reasons', 'judged_at as judgedAt'])
    .where('prospect', '=', prospect)
    .executeTakeFirst()
}

const columns = ['version', 'blob', 'sha256', 'card', 'created_at as createdAt'] as const

/** Newest first. */
export async function selectTopicModels(db: Db, limit: number): Promise<TopicModel[]> {
  return await own(db)
    .selectFrom('topic_model')
    .select(columns)
    .orderBy('created_at', 'desc')
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
}

export async function insertTopicModel(db: Db, model: TopicModel): Promise<void> {
  await own(db)
    .insertInto('topic_model')
    .values({
      version: model.version,
      blob: model.blob,
      sha256: model.sha256,
      card: sql<TopicModel['card']>`${JSON.stringify(model.card)}::jsonb`,
      created_at: model.createdAt,
    })
    .execute()
}

/** Rows of all but the newest; answers the blobs that nobody names any more. */
export async function deleteOldTopicModels(db: Db, kept: number): Promise<string[]> {
  const { rows } = await sql<{ blob: string }>`
    delete from topic_model where version not in
      (select version from topic_model order by created_at desc, version desc limit ${kept})
    returning blob`.execute(db)
  return rows.map(({ blob }) => blob)
}

// All SQL of table `model_version`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { ModelCard, PublishedModel } from './card.ts'

type Tables = {
  model_version: {
    version: string
    model: string
    blob: string
    sha256: string
    state: 'published' | 'retired' | 'broken'
    card: ModelCard
    created_at: number
  }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()
const columns = ['version', 'model', 'blob', 'sha256', 'card', 'created_at as createdAt'] as const

export async function selectPublished(db: Db): Promise<PublishedModel | undefined> {
  return await own(db)
    .selectFrom('model_version')
    .select(columns)
    .where('state', '=', 'published')
    .orderBy('created_at', 'desc')
    .orderBy('version', 'desc')
    .executeTakeFirst()
}

/** The newest of those that served before, newest first. */
export async function selectRetired(db: Db, limit: number): Promise<PublishedModel[]> {
  return await own(db)
    .selectFrom('model_version')
    .select(columns)
    .where('state', '=', 'retired')
    .orderBy('created_at', 'desc')
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
}

export async function selectVersion(db: Db, version: string): Promise<PublishedModel | undefined> {
  return await own(db).selectFrom('model_version').select(columns).where('version', '=', version).executeTakeFirst()
}

/** Publishes one version, retires the one before, tells every process: together or not at all. */
export async function insertPublished(db: Db, model: PublishedModel): Promise<void> {
  await own(db)
    .transaction()
    .execute(async (transaction) => {
      await transaction
        .updateTable('model_version')
        .set({ state: 'retired' })
        .where('state', '=', 'published')
        .execute()
      await transaction
        .insertInto('model_version')
        .values({
          version: model.version,
          model: model.model,
          blob: model.blob,
          sha256: model.sha256,
          state: 'published',
          card: sql`${JSON.stringify(model.card)}::jsonb`,
          created_at: model.createdAt,
        })
        .execute()
      await sql`select pg_notify('lectern', 'model')`.execute(transaction)
    })
}

/** Takes a version out of service and puts the newest retired one in its place. */
export async function updateBroken(db: Db, version: string): Promise<void> {
  await own(db)
    .transaction()
    .execute(async (transaction) => {
      await transaction.updateTable('model_version').set({ state: 'broken' }).where('version', '=', version).execute()
      const before = await transaction
        .selectFrom('model_version')
        .select('version')
        .where('state', 'in', ['retired', 'published'])
        .orderBy('state')
        .orderBy('created_at', 'desc')
        .executeTakeFirst()
      if (before === undefined) return
      await transaction
        .updateTable('model_version')
        .set({ state: 'published' })
        .where('version', '=', before.version)
        .execute()
    })
}

/** Blobs of versions that no longer serve, but for the newest few. */
export async function selectOldBlobs(db: Db, keep: number): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('model_version')
    .select('blob')
    .where('state', '<>', 'published')
    .orderBy('created_at', 'desc')
    .offset(keep)
    .execute()
  return rows.map((row) => row.blob)
}

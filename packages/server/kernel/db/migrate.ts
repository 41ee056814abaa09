// One set of forward migrations, applied in order under PostgreSQL's lock. A migration that landed is never edited.
import { type Kysely, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { Failure } from '../failure.ts'
import type { Db } from './db.ts'
import { m0001 } from './migrations/0001-first.ts'
import { m0002 } from './migrations/0002-imports-and-feeds.ts'
import { m0003 } from './migrations/0003-items-for-serving.ts'
import { m0004 } from './migrations/0004-keys-and-surfaces.ts'
import { m0005 } from './migrations/0005-live.ts'
import { m0006 } from './migrations/0006-firefox.ts'
import { m0007 } from './migrations/0007-priorities.ts'
import { m0008 } from './migrations/0008-packed-slates.ts'
import { m0009 } from './migrations/0009-newtab-answers.ts'
import { m0010 } from './migrations/0010-newtab-learnt.ts'
import { m0011 } from './migrations/0011-desk.ts'
import { m0012 } from './migrations/0012-feeds.ts'
import { m0013 } from './migrations/0013-schedule.ts'
import { m0014 } from './migrations/0014-priorities.ts'
import { m0015 } from './migrations/0015-judging.ts'
import { m0016 } from './migrations/0016-proposals.ts'
import { m0017 } from './migrations/0017-desk-order.ts'
import { m0018 } from './migrations/0018-corpus-of-imports.ts'

const migrations: Record<string, Migration> = {
  '0001-first': m0001,
  '0002-imports-and-feeds': m0002,
  '0003-items-for-serving': m0003,
  '0004-keys-and-surfaces': m0004,
  '0005-live': m0005,
  '0006-firefox': m0006,
  '0007-priorities': m0007,
  '0008-packed-slates': m0008,
  '0009-newtab-answers': m0009,
  '0010-newtab-learnt': m0010,
  '0011-desk': m0011,
  '0012-feeds': m0012,
  '0013-schedule': m0013,
  '0014-priorities': m0014,
  '0015-judging': m0015,
  '0016-proposals': m0016,
  '0017-desk-order': m0017,
  '0018-corpus-of-imports': m0018,
}

const provider: MigrationProvider = { getMigrations: async () => migrations }

/** Names of the migrations this call applied. @throws Failure 'data' when the database is newer than this program. */
export async function migrate(db: Db): Promise<string[]> {
  await refuseNewer(db)
  const { error, results } = await new Migrator({ db: db as Kysely<unknown>, provider }).migrateToLatest()
  if (error === undefined) return (results ?? []).map((result) => result.migrationName)
  const failed = results?.find((result) => result.status === 'Error')?.migrationName
  throw new Failure('data', `Migration ${failed ?? ''} failed: ${(error as Error).message}`, {
    advice: 'Nothing of it was applied. Report it with this message.',
    cause: error,
  })
}

/** What hashing needs to tell one schema from another: the names, in order. */
export const migrationNames = (): string[] => Object.keys(migrations)

async function refuseNewer(db: Db): Promise<void> {
  const exists = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(db)
  if (!exists.rows[0]?.there) return
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const unknown = applied.rows.map((row) => row.name).filter((name) => !(name in migrations))
  if (unknown.length === 0) return
  throw new Failure('data', `This data was written by a newer Lectern (it has ${unknown.join(', ')}).`, {
    advice: 'Start it with that version or a later one; nothing was changed.',
  })
}

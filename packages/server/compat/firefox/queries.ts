// All SQL of table `firefox_profile`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'

type Tables = { firefox_profile: { profile: string; device: string; learnt_at: number } }
const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

export async function selectDevice(db: Db, profile: string): Promise<string | null> {
  const row = await own(db)
    .selectFrom('firefox_profile')
    .select('device')
    .where('profile', '=', profile)
    .executeTakeFirst()
  return row?.device ?? null
}

/** The newest word counts: a profile that is set up again asks as another device. */
export async function upsertDevice(db: Db, profile: string, of: { device: string; now: number }): Promise<void> {
  await sql`insert into firefox_profile (profile, device, learnt_at) values (${profile}, ${of.device}, ${of.now})
    on conflict (profile) do update set device = excluded.device, learnt_at = excluded.learnt_at
    where firefox_profile.device <> excluded.device`.execute(db)
}

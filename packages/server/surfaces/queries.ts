// All SQL of table `surface`.
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'

type SurfaceTables = { surface: { name: string; settings: SurfaceSettings; updated_at: number } }

const tables = (db: Db) => db.withTables<SurfaceTables>()

export const selectSurfaces = (db: Db): Promise<{ name: string; settings: SurfaceSettings }[]> =>
  tables(db).selectFrom('surface').select(['name', 'settings']).orderBy('name').execute()

export async function upsertSurface(
  db: Db,
  name: string,
  of: { settings: SurfaceSettings; now: number },
): Promise<void> {
  const settings = sql`${JSON.stringify(of.settings)}::jsonb` as never
  await tables(db)
    .insertInto('surface')
    .values({ name, settings, updated_at: of.now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ settings, updated_at: of.now }))
    .execute()
}

/** True when there was one. */
export async function deleteSurface(db: Db, name: string): Promise<boolean> {
  const deleted = await tables(db).deleteFrom('surface').where('name', '=', name).executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

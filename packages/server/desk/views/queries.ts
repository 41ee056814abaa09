// All SQL of table `desk_view`.
import type { View } from '@lectern/protocol/rest/desk-prospects.ts'
import { sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'

type ViewTables = {
  desk_view: {
    id: string
    reader: string
    place: string
    name: string
    filters: View['filters']
    created_at: number
  }
}
const tables = (db: Db) => db.withTables<ViewTables>()
const place = 'prospects'

export const selectViews = (db: Db, reader: string): Promise<View[]> =>
  tables(db)
    .selectFrom('desk_view')
    .select(['id', 'name', 'filters'])
    .where('reader', '=', reader)
    .where('place', '=', place)
    .orderBy('name')
    .execute()

/** One with this name is overwritten. */
export async function putView(
  db: Db,
  view: View,
  { reader, now }: { readonly reader: string; readonly now: number },
): Promise<View> {
  const filters = sql`${JSON.stringify(view.filters)}::jsonb` as never
  return await tables(db)
    .insertInto('desk_view')
    .values({ ...view, filters, reader, place, created_at: now })
    .onConflict((conflict) => conflict.columns(['reader', 'place', 'name']).doUpdateSet({ filters }))
    .returning(['id', 'name', 'filters'])
    .executeTakeFirstOrThrow()
}

/** True when it was there. */
export async function deleteView(db: Db, reader: string, id: string): Promise<boolean> {
  const gone = await tables(db)
    .deleteFrom('desk_view')
    .where('reader', '=', reader)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

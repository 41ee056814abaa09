// All SQL of table `slate`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { Ask } from './ask.ts'
import type { SlateRecord } from './slate-record.ts'

export type LoggedSlate = {
  readonly id: string
  readonly surface: string
  /** null for an anonymous reader. */
  readonly reader: string | null
  readonly at: number
  readonly recipe: string
  readonly recipeVersion: string
  readonly modelVersion: string | null
  readonly rung: string
  readonly seed: number
  /** Who may ask for the next page; null: nobody. */
  readonly owner: string | null
  /** The slate before, of which this is the next page. */
  readonly previous: string | null
  /** null where the reader sent along what must not be kept. */
  readonly ask: Ask | null
  readonly record: SlateRecord
}

type Tables = {
  slate: {
    id: string
    surface: string
    reader: string | null
    at: number
    recipe: string
    recipe_version: string
    model_version: string | null
    rung: string
    seed: number
    owner: string | null
    previous: string | null
    ask: Ask | null
    record: SlateRecord
  }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

/** One statement for the whole batch; a slate that is there already stays as it is. */
export async function insertSlates(db: Db, slates: readonly LoggedSlate[]): Promise<void> {
  const column = <K extends keyof LoggedSlate>(key: K) => slates.map((slate) => slate[key])
  const records = slates.map((slate) => JSON.stringify(slate.record))
  const asks = slates.map(({ ask }) => (ask === null ? null : JSON.stringify(ask)))
  await sql`
    insert into slate (id, surface, reader, at, recipe, recipe_version, model_version, rung, seed, owner, previous, ask, record)
    select * from unnest(
      ${column('id')}::uuid[], ${column('surface')}::text[], ${column('reader')}::text[], ${column('at')}::bigint[],
      ${column('recipe')}::text[], ${column('recipeVersion')}::text[], ${column('modelVersion')}::text[],
      ${column('rung')}::text[], ${column('seed')}::bigint[], ${column('owner')}::text[],
      ${column('previous')}::uuid[], ${asks}::jsonb[], ${records}::jsonb[])
    on conflict (id) do nothing`.execute(db)
}

export async function selectSlate(db: Db, id: string): Promise<LoggedSlate | undefined> {
  return await own(db)
    .selectFrom('slate')
    .select(['id', 'surface', 'reader', 'at', 'recipe', 'rung', 'seed', 'owner', 'previous', 'ask', 'record'])
    .select(['recipe_version as recipeVersion', 'model_version as modelVersion'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Items of a slate and of all pages before it, at most so many pages back. */
export async function selectShownBefore(db: Db, id: string, pages: number): Promise<string[]> {
  const { rows } = await sql<{ items: string[] | null }>`
    with recursive page as (
      select id, previous, record, 1 as n from slate where id = ${id}
      union all
      select slate.id, slate.previous, slate.record, page.n + 1
      from slate join page on slate.id = page.previous where page.n < ${pages})
    select (select array_agg(shown ->> 'item') from jsonb_array_elements(record -> 'shown') as shown) as items
    from page`.execute(db)
  return rows.flatMap(({ items }) => items ?? [])
}

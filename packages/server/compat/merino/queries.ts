// All SQL of the tables `newtab_answer` and `newtab_learnt`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'
import type { AnswerContext } from './context-counts.ts'
import type { ServedAnswer } from './served-answers.ts'

type Tables = {
  newtab_answer: {
    slate: string
    recommended_at: number
    surface: string
    region: string | null
    device: string | null
    utc_offset: number | null
    cohort: string | null
    branch: string | null
    shown: ServedAnswer['shown']
  }
  newtab_learnt: { kind: string; made_at: number; document: unknown }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

export async function insertAnswers(db: Db, answers: readonly ServedAnswer[]): Promise<void> {
  const column = <K extends keyof ServedAnswer>(key: K) => answers.map((answer) => answer[key])
  const shown = answers.map((answer) => JSON.stringify(answer.shown))
  await sql`
    insert into newtab_answer (slate, recommended_at, surface, region, device, utc_offset, cohort, branch, shown)
    select * from unnest(
      ${column('slate')}::uuid[], ${column('recommendedAt')}::bigint[], ${column('surface')}::text[],
      ${column('region')}::text[], ${column('device')}::uuid[],
      ${column('utcOffset')}::smallint[], ${column('cohort')}::text[], ${column('branch')}::text[], ${shown}::jsonb[])
    on conflict (slate) do nothing`.execute(db)
}

const answers = (db: Db) =>
  own(db)
    .selectFrom('newtab_answer')
    .select(['slate', 'recommended_at as recommendedAt', 'surface', 'region', 'device'])
    .select(['utc_offset as utcOffset', 'cohort', 'branch', 'shown'])

/** Newest first. */
export async function selectAnswers(db: Db, most: number): Promise<ServedAnswer[]> {
  return (await answers(db).orderBy('recommended_at', 'desc').limit(most).execute()) as ServedAnswer[]
}

/** Made at one of these times, Unix ms. */
export async function selectAnswersAt(db: Db, times: readonly number[]): Promise<ServedAnswer[]> {
  return (await answers(db).where('recommended_at', 'in', times).execute()) as ServedAnswer[]
}

/** In which context each answer since then was given, by slate. */
export async function selectContexts(db: Db, since: number): Promise<Map<string, AnswerContext>> {
  const rows = await own(db)
    .selectFrom('newtab_answer')
    .select(['slate', 'region', 'utc_offset as utcOffset', 'cohort', 'branch'])
    .where('recommended_at', '>=', since)
    .execute()
  return new Map(rows.map(({ slate, ...context }) => [slate, context]))
}

export interface OwnAnswer {
  readonly device: string
  readonly utcOffset: number | null
}

/** Answers since then to readers with a list of their own, by slate. */
export async function selectOwnAnswers(db: Db, since: number): Promise<Map<string, OwnAnswer>> {
  const rows = await own(db)
    .selectFrom('newtab_answer')
    .select(['slate', 'device', 'utc_offset as utcOffset'])
    .where('recommended_at', '>=', since)
    .where('device', 'is not', null)
    .execute()
  return new Map(rows.map(({ slate, device, utcOffset }) => [slate, { device: device!, utcOffset }]))
}

export async function upsertLearnt(
  db: Db,
  { kind, madeAt, document }: { readonly kind: string; readonly madeAt: number; readonly document: object },
): Promise<void> {
  await sql`insert into newtab_learnt (kind, made_at, document) values (${kind}, ${madeAt}, ${JSON.stringify(document)}::jsonb)
    on conflict (kind) do update set made_at = excluded.made_at, document = excluded.document`.execute(db)
}

/** null: there is none made after that time. */
export async function selectLearnt(
  db: Db,
  { kind, newerThan }: { readonly kind: string; readonly newerThan: number },
): Promise<{ readonly madeAt: number; readonly document: unknown } | null> {
  const row = await own(db)
    .selectFrom('newtab_learnt')
    .select(['made_at as madeAt', 'document'])
    .where('kind', '=', kind)
    .where('made_at', '>', newerThan)
    .executeTakeFirst()
  return row ?? null
}

export async function deleteAnswersBefore(db: Db, time: number): Promise<void> {
  await own(db).deleteFrom('newtab_answer').where('recommended_at', '<', time).execute()
}

// All SQL of table `newtab_answer`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'
import type { ServedAnswer } from './served-answers.ts'

type Tables = {
  newtab_answer: {
    slate: string
    recommended_at: number
    surface: string
    region: string | null
    device: string | null
    shown: ServedAnswer['shown']
  }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

export async function insertAnswers(db: Db, answers: readonly ServedAnswer[]): Promise<void> {
  const column = <K extends keyof ServedAnswer>(key: K) => answers.map((answer) => answer[key])
  const shown = answers.map((answer) => JSON.stringify(answer.shown))
  await sql`
    insert into newtab_answer (slate, recommended_at, surface, region, device, shown)
    select * from unnest(
      ${column('slate')}::uuid[], ${column('recommendedAt')}::bigint[], ${column('surface')}::text[],
      ${column('region')}::text[], ${column('device')}::uuid[], ${shown}::jsonb[])
    on conflict (slate) do nothing`.execute(db)
}

const answers = (db: Db) =>
  own(db)
    .selectFrom('newtab_answer')
    .select(['slate', 'recommended_at as recommendedAt', 'surface', 'region', 'device', 'shown'])

/** Newest first. */
export async function selectAnswers(db: Db, most: number): Promise<ServedAnswer[]> {
  return (await answers(db).orderBy('recommended_at', 'desc').limit(most).execute()) as ServedAnswer[]
}

/** Made at one of these times, Unix ms. */
export async function selectAnswersAt(db: Db, times: readonly number[]): Promise<ServedAnswer[]> {
  return (await answers(db).where('recommended_at', 'in', times).execute()) as ServedAnswer[]
}

export async function deleteAnswersBefore(db: Db, time: number): Promise<void> {
  await own(db).deleteFrom('newtab_answer').where('recommended_at', '<', time).execute()
}

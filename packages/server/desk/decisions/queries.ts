// All SQL of tables `desk_decision` and `rejected_item`.
import type { RejectReason } from '@lectern/protocol/rest/desk-prospects.ts'
import { type Generated, sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'
import type { Was } from './was.ts'

type DecisionKind = 'approve' | 'reject' | 'dismiss' | 'later' | 'restore'

export interface RejectedRow {
  readonly id: string
  readonly url: string
  readonly prospect: string | null
  readonly title: string
  readonly topic: string | null
  readonly language: string | null
  readonly publisher: string | null
  readonly domain: string
  readonly reason: RejectReason
  readonly comment: string | null
  readonly by: string
  readonly at: number
}

export interface Decision {
  readonly id: string
  readonly prospect: string
  readonly kind: DecisionKind
  readonly by: string
  readonly at: number
  readonly was: Was
  readonly undoneAt: number | null
}

type DecisionTables = {
  desk_decision: {
    id: string
    number: Generated<number>
    prospect: string
    kind: DecisionKind
    by: string
    at: number
    was: Was
    undone_at: number | null
  }
  rejected_item: RejectedRow
}
const tables = (db: Db) => db.withTables<DecisionTables>()

export async function insertDecision(db: Db, { undoneAt: undone_at, was, ...same }: Decision): Promise<void> {
  const row = { ...same, undone_at, was: sql`${JSON.stringify(was)}::jsonb` as never }
  await tables(db).insertInto('desk_decision').values(row).execute()
}

const decisionColumns = ['id', 'prospect', 'kind', 'by', 'at', 'was', 'undone_at as undoneAt'] as const

/** Nobody else takes it back until the transaction ends. */
export const lockDecision = (transaction: Db, id: string): Promise<Decision | undefined> =>
  tables(transaction)
    .selectFrom('desk_decision')
    .select(decisionColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** The newest about a prospect that was not taken back. */
export const standingDecision = (db: Db, prospect: string): Promise<Decision | undefined> =>
  tables(db)
    .selectFrom('desk_decision')
    .select(decisionColumns)
    .where('prospect', '=', prospect)
    .where('undone_at', 'is', null)
    .orderBy('number', 'desc')
    .executeTakeFirst()

export async function markUndone(db: Db, id: string, now: number): Promise<void> {
  await tables(db).updateTable('desk_decision').set({ undone_at: now }).where('id', '=', id).execute()
}

export const decisionsOf = (db: Db, by: string, limit: number): Promise<Decision[]> =>
  tables(db)
    .selectFrom('desk_decision')
    .select(decisionColumns)
    .where('by', '=', by)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()

/** Those that stand, since a time. */
export async function countDecisions(db: Db, by: string, since: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from desk_decision where by = ${by} and at > ${since}::bigint and undone_at is null`.execute(
    db,
  )
  return rows[0]!.n
}

/** False when its address is rejected already. */
export async function insertRejected(db: Db, row: RejectedRow): Promise<boolean> {
  const inserted = await tables(db)
    .insertInto('rejected_item')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

const rejectedColumns = [
  'id',
  'url',
  'prospect',
  'title',
  'topic',
  'language',
  'publisher',
  'domain',
  'reason',
  'comment',
  'by',
  'at',
] as const

export const rejectedWithUrl = (db: Db, url: string): Promise<RejectedRow | undefined> =>
  tables(db).selectFrom('rejected_item').select(rejectedColumns).where('url', '=', url).executeTakeFirst()

export const rejectedById = (db: Db, id: string): Promise<RejectedRow | undefined> =>
  tables(db).selectFrom('rejected_item').select(rejectedColumns).where('id', '=', id).executeTakeFirst()

export async function deleteRejected(db: Db, url: string): Promise<void> {
  await tables(db).deleteFrom('rejected_item').where('url', '=', url).execute()
}

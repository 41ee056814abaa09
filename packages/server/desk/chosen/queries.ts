// What of tables `corpus_item`, `rejected_item` and `prospect` tells who chose what.
import { sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'

export interface Approval {
  readonly item: string
  /** Id of who approved it. */
  readonly by: string
}

/** What came by import was approved by nobody. */
export async function selectApprovals(db: Db): Promise<Approval[]> {
  const { rows } = await sql<Approval>`
    select item, created_by as by from corpus_item where source <> 'import' order by item`.execute(db)
  return rows
}

export interface Rejection {
  /** The id that the item has, where it ever was one. */
  readonly item: string
  readonly reason: string
  readonly by: string
}

export async function selectRejections(db: Db): Promise<Rejection[]> {
  const { rows } = await sql<Rejection>`select id as item, reason, by from rejected_item order by id`.execute(db)
  return rows
}

/** States of prospects that models brought in this time. */
export async function countModelProspects(
  db: Db,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<{ state: string; count: number }[]> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::integer as count from prospect
    where source = 'model' and found_at >= ${since}::bigint and found_at < ${until}::bigint group by state`.execute(db)
  return rows
}

// All SQL of table `audit`.
import type { AuditRecord } from '@lectern/protocol/rest/audit.ts'
import { sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { AuditEntry, AuditFilter } from './audit.ts'

type AuditTables = {
  audit: {
    id: number
    at: number
    who: string
    who_name: string
    action: string
    surface: string | null
    subject_kind: string
    subject: string
    subject_name: string | null
    before: AuditRecord['before']
    after: AuditRecord['after']
    reason: string | null
    comment: string | null
  }
}

const tables = (db: Db) => db.withTables<AuditTables>()

export async function insertAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    at: entry.at,
    who: entry.who.id,
    who_name: entry.who.name,
    action: entry.action,
    surface: entry.surface ?? null,
    subject_kind: entry.subjectKind,
    subject: entry.subject,
    subject_name: entry.subjectName ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
    reason: entry.reason ?? null,
    comment: entry.comment ?? null,
  }))
  await sql`
    insert into audit (at, who, who_name, action, surface, subject_kind, subject, subject_name, before, after,
                       reason, comment)
    select at, who, who_name, action, surface, subject_kind, subject, subject_name, nullif(before, 'null'), nullif(after, 'null'), reason, comment
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(at bigint, who text, who_name text, action text,
      surface text, subject_kind text, subject text, subject_name text, before jsonb, after jsonb, reason text, comment text)`.execute(
    db,
  )
}

export async function selectAudit(
  db: Db,
  filter: AuditFilter,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<AuditRecord[]> {
  let query = tables(db)
    .selectFrom('audit')
    .select(['id', 'at', 'who', 'who_name as whoName', 'action', 'surface', 'subject_kind as subjectKind', 'subject'])
    .select(['subject_name as subjectName', 'before', 'after', 'reason', 'comment'])
  if (filter.who !== undefined) {
    const { who } = filter
    query = query.where((is) => is.or([is('who', '=', who), is('who_name', '=', who)]))
  }
  if (filter.action !== undefined) {
    const { action } = filter
    query = query.where((is) => is.or([is('action', '=', action), is(sql`split_part(action, '.', 1)`, '=', action)]))
  }
  if (filter.surface !== undefined) query = query.where('surface', '=', filter.surface)
  if (filter.subjectKind !== undefined) query = query.where('subject_kind', '=', filter.subjectKind)
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject)
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from)
  if (filter.until !== undefined) query = query.where('at', '<', filter.until)
  if (before !== undefined) query = query.where('id', '<', before)
  return await query.orderBy('id', 'desc').limit(limit).execute()
}

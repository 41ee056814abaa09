// The audit log as a file, page by page: JSON lines, or CSV for spreadsheets.
import type { AuditRecord } from '@lectern/protocol/rest/audit.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type AuditFilter, readAudit } from './audit.ts'

const columns = [
  'id',
  'at',
  'who',
  'whoName',
  'action',
  'surface',
  'subjectKind',
  'subject',
  'subjectName',
  'reason',
  'comment',
  'before',
  'after',
] as const satisfies readonly (keyof AuditRecord)[]
const pageSize = 1000

type AuditFormat = 'csv' | 'jsonl'

/** All entries of a filter, newest first, as lines of text. */
export async function* exportAudit(
  kernel: Pick<Kernel, 'database'>,
  filter: AuditFilter,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${columns.join()}\r\n`
  let before: number | undefined
  for (;;) {
    const page = await readAudit(kernel, filter, { before, limit: pageSize })
    if (page.length > 0) yield page.map(format === 'csv' ? csvLine : jsonLine).join('')
    if (page.length < pageSize) return
    before = page.at(-1)!.id
  }
}

const jsonLine = (entry: AuditRecord): string => `${JSON.stringify(entry)}\n`

const csvLine = (entry: AuditRecord): string => `${columns.map((column) => csvCell(column, entry[column])).join()}\r\n`

function csvCell(column: keyof AuditRecord, value: unknown): string {
  if (value === null) return ''
  const text =
    column === 'at'
      ? new Date(value as number).toISOString()
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  // A spreadsheet takes a cell that begins so for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

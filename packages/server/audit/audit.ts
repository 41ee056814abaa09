// The audit log: who did what at the Desk, when and why. Other slices write with `recordAudit`, in the transaction of what
// they change; nothing is ever changed or removed here. Reading over HTTP is in routes.ts.
import { itemsById } from '../items/items.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { insertAudit, selectAudit } from './queries.ts'

export interface AuditEntry {
  readonly at: number
  readonly who: Actor
  /** What was done, as `area.verb`: `prospect.approve`. */
  readonly action: string
  /** `item`, `prospect`, `reader`, `publisher`, … and its id. */
  readonly subjectKind: string
  readonly subject: string
  /** What people call it, as it was then: a title, a name. */
  readonly subjectName?: string | null
  readonly surface?: string | null
  /** What changed, before and after: fields and values. */
  readonly before?: Readonly<Record<string, unknown>> | null
  readonly after?: Readonly<Record<string, unknown>> | null
  readonly reason?: string | null
  readonly comment?: string | null
}

/** Call it in the transaction of what is recorded: both happen or neither. */
export async function recordAudit(transaction: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await insertAudit(transaction, entries)
}

export interface AuditFilter {
  readonly who?: string | undefined
  /** The action, or the area before its dot. */
  readonly action?: string | undefined
  readonly surface?: string | undefined
  readonly subjectKind?: string | undefined
  readonly subject?: string | undefined
  /** Unix milliseconds, from included, until not. */
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** Newest first, those before the entry with the id `before`. An item that was not named then has the title of now. */
export async function readAudit(
  kernel: Pick<Kernel, 'database'>,
  filter: AuditFilter,
  page: { readonly before?: number | undefined; readonly limit: number },
) {
  const entries = await selectAudit(kernel.database.db, filter, page)
  const isNameless = (entry: (typeof entries)[number]) => entry.subjectKind === 'item' && entry.subjectName === null
  const nameless = new Set(entries.filter(isNameless).map(({ subject }) => subject))
  const items = await itemsById(kernel, [...nameless])
  return entries.map((entry) =>
    isNameless(entry) ? { ...entry, subjectName: items.get(entry.subject)?.title ?? null } : entry,
  )
}

// Roles at the Desk: given and taken by an administrator, each time with a line in the audit log.
import { recordAudit } from '../audit/audit.ts'
import type { Grant } from '../kernel/http/http.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { allGrants, deleteGrant, insertGrant } from './queries.ts'

type Reach = Pick<Kernel, 'database' | 'clock'>

/** False when the reader had it already. Servers that run follow within 10 s. */
export async function grantRole(kernel: Reach, reader: string, of: Grant & { readonly by: Actor }): Promise<boolean> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const now = kernel.clock()
    if (!(await insertGrant(transaction, of, { reader, by: of.by.id, now }))) return false
    await recordAudit(transaction, [
      { ...subjectOf(reader, of), at: now, who: of.by, action: 'role.grant', after: { role: of.role } },
    ])
    return true
  })
}

/** False when the reader did not have it. */
export async function revokeRole(kernel: Reach, reader: string, of: Grant & { readonly by: Actor }): Promise<boolean> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    if (!(await deleteGrant(transaction, reader, of))) return false
    await recordAudit(transaction, [
      { ...subjectOf(reader, of), at: kernel.clock(), who: of.by, action: 'role.revoke', before: { role: of.role } },
    ])
    return true
  })
}

export const listGrants = (kernel: Pick<Kernel, 'database'>) => allGrants(kernel.database.db)

const subjectOf = (reader: string, { surface }: Grant) => ({ surface, subjectKind: 'reader', subject: reader }) as const

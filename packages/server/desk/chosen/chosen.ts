// Who chose what, for those who look at what became of it.
import type { Kernel } from '../../kernel/kernel.ts'
import type { ProspectState } from '../prospect.ts'
import { type Approval, countModelProspects, type Rejection, selectApprovals, selectRejections } from './queries.ts'

export type { Approval, Rejection } from './queries.ts'

export const approvals = (kernel: Pick<Kernel, 'database'>): Promise<readonly Approval[]> =>
  selectApprovals(kernel.database.db)

export const rejections = (kernel: Pick<Kernel, 'database'>): Promise<readonly Rejection[]> =>
  selectRejections(kernel.database.db)

/** What became of the prospects that models brought in this time (Unix ms). */
export async function modelProspects(
  kernel: Pick<Kernel, 'database'>,
  time: { readonly since: number; readonly until: number },
): Promise<Readonly<Record<ProspectState, number>>> {
  const none = { waiting: 0, later: 0, approved: 0, rejected: 0, dismissed: 0 }
  const rows = await countModelProspects(kernel.database.db, time)
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

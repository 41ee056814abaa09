// Taking an item down at once, with a reason, and restoring it. It stays in the database and in histories; it is not shown.
import type { Kernel } from '../kernel/kernel.ts'
import { markTakenDown, notifyItems } from './queries.ts'

export type Withdrawal =
  /** `after`: read the items that changed after this revision. */
  { readonly kind: 'done'; readonly after: number } | { readonly kind: 'not-found' }

type Reach = Pick<Kernel, 'database' | 'clock'>

/** Running servers stop showing it within a second; the one that is asked, before it answers. */
export async function takeDownItem(
  kernel: Reach,
  item: string,
  why: { readonly reason: string; readonly by: string },
): Promise<Withdrawal> {
  return await mark(kernel, item, { at: kernel.clock(), ...why })
}

export async function restoreItem(kernel: Reach, item: string): Promise<Withdrawal> {
  return await mark(kernel, item, null)
}

async function mark(kernel: Reach, item: string, change: Parameters<typeof markTakenDown>[2]): Promise<Withdrawal> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const revision = await markTakenDown(transaction, item, change)
    if (revision === null) return { kind: 'not-found' } as const
    await notifyItems(transaction, revision - 1)
    return { kind: 'done', after: revision - 1 } as const
  })
}

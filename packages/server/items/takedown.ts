// Taking an item down at once, with a reason, and restoring it. It stays in the database and in histories; it is not shown.
import type { Db } from '../kernel/db/db.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { markTakenDown, notifyItems } from './queries.ts'

export type Withdrawal =
  /** `after`: read the items that changed after this revision. */
  { readonly kind: 'done'; readonly after: number } | { readonly kind: 'not-found' }

interface Mark {
  readonly at: number
  readonly reason: string
  readonly by: string
}

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

async function mark(kernel: Reach, item: string, change: Mark | null): Promise<Withdrawal> {
  return await kernel.database.db.transaction().execute((transaction) => markWithin(transaction, item, change))
}

/** The same as takeDownItem, in the transaction of something else. */
export const takeDownWithin = (transaction: Db, item: string, why: Mark): Promise<Withdrawal> =>
  markWithin(transaction, item, why)

export const restoreWithin = (transaction: Db, item: string): Promise<Withdrawal> => markWithin(transaction, item, null)

async function markWithin(transaction: Db, item: string, change: Mark | null): Promise<Withdrawal> {
  const revision = await markTakenDown(transaction, item, change)
  if (revision === null) return { kind: 'not-found' }
  await notifyItems(transaction, revision - 1)
  return { kind: 'done', after: revision - 1 }
}

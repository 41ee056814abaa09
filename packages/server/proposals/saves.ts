// What many readers saved and no editor has decided on becomes a prospect. Only readers who allow it count, only totals
// of enough of them leave the query, and what is kept of a total is rounded down.
import { readersWhoShareSaves } from '../accounts/accounts.ts'
import { addProspects, approvals, type NewProspect, rejections } from '../desk/desk.ts'
import { savedByMany } from '../events/events.ts'
import { itemsById, type StoredItem } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { prospectOfItem } from './prospect-of-item.ts'

const dayMs = 86_400_000

type Reach = Pick<Kernel, 'config' | 'database' | 'clock'>

/** Ids of the prospects that were new. */
export async function prospectsFromSaves(kernel: Reach): Promise<readonly string[]> {
  const { leastReaders, savesDays } = kernel.config.desk
  const saved = await savedByMany(kernel, {
    readers: await readersWhoShareSaves(kernel.database.db),
    since: kernel.clock() - savesDays * dayMs,
    least: leastReaders,
  })
  const items = await itemsById(
    kernel,
    saved.map(({ item }) => item),
  )
  const decided = await decidedItems(kernel)
  const found = saved.flatMap(({ item, atLeast }): NewProspect[] => {
    const known = items.get(item)
    if (known === undefined || known.takenDownAt !== null || decided.has(item)) return []
    return prospectOfItem(known, 'saves', `saved by ${atLeast} readers or more within ${savesDays} days`)
  })
  return (await addProspects(kernel, found)).added
}

/** Items that a person approved or rejected. */
export async function decidedItems(kernel: Pick<Kernel, 'database'>): Promise<ReadonlySet<StoredItem['id']>> {
  const [approved, rejected] = [await approvals(kernel), await rejections(kernel)]
  return new Set([...approved, ...rejected].map(({ item }) => item))
}

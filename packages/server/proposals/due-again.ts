// Items that no editor decided on, that readers opened more than was to be expected, and that were not shown for long: they
// wait in the queue as a model's suggestion. What is in the corpus comes back through the boards instead.
import { addProspects, type NewProspect } from '../desk/desk.ts'
import { allItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { itemEffects } from '../mirror/mirror.ts'
import { prospectOfItem } from './prospect-of-item.ts'
import { decidedItems } from './saves.ts'

const dayMs = 86_400_000
/** Of so much of the log. */
const lookBackDays = 92
/** Not shown for so long. */
const restDays = 30
const mostAtOnce = 20

type Reach = Pick<Kernel, 'config' | 'database' | 'blobs' | 'clock'>

/** Ids of the prospects that were new. */
export async function prospectsDueAgain(kernel: Reach): Promise<readonly string[]> {
  const now = kernel.clock()
  const effects = await itemEffects(kernel, { since: now - lookBackDays * dayMs, until: now })
  const decided = await decidedItems(kernel)
  const due = effects
    .filter(({ item, readers, effect, lastShownAt }) => {
      const rested = lastShownAt < now - restDays * dayMs
      return readers >= kernel.config.desk.leastReaders && effect.low > 1 && rested && !decided.has(item)
    })
    .sort((a, b) => b.effect.factor - a.effect.factor || (a.item < b.item ? -1 : 1))
  const items = new Map((await allItems(kernel)).map((item) => [item.id, item]))
  const found = due.flatMap(({ item }): NewProspect[] => {
    const known = items.get(item)
    if (known === undefined || known.takenDownAt !== null) return []
    return prospectOfItem(known, 'model', `opened more than expected, not shown for ${restDays} days`)
  })
  return (await addProspects(kernel, found.slice(0, mostAtOnce))).added
}

// Every item that was shown, against what was to be expected where it stood: for programs that choose, not for people; it
// keeps no threshold.
import { type Effect, effectOf, strengthOf } from '@lectern/engine/evaluation/observed-expected.ts'
import { countLog } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { measureItems, prepare } from './queries.ts'

interface ItemEffect {
  readonly item: string
  readonly readers: number
  readonly effect: Effect
  /** Unix ms. */
  readonly lastShownAt: number
}

/** @param time Unix ms. */
export async function itemEffects(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  time: { readonly since: number; readonly until: number },
): Promise<ItemEffect[]> {
  const rows = await countLog(kernel, { ...time, kinds: ['impression', 'open'] }, async (tables) => {
    await prepare(tables, { choices: [], stories: [], sections: [], surface: null })
    return await measureItems(tables)
  })
  const strength = strengthOf(rows.map(({ opens, expected }) => ({ observed: opens, expected })))
  return rows.map(({ item, readers, opens, expected, lastShownAt }) => ({
    item,
    readers,
    effect: effectOf({ observed: opens, expected }, strength),
    lastShownAt,
  }))
}

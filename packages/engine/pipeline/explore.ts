import type { Chance } from './rerank/chance.ts'
import { slots } from './rerank/slots.ts'
import type { Rerank } from './stage.ts'

interface ExploreOptions {
  readonly share: number
  readonly fromSlot?: number
}

/**
 * Gives each slot from `fromSlot` on to a candidate drawn by chance, with probability `share`; the rest moves down.
 * Candidates not yet placed are equally likely, so each slot's propensity given the slots above is known exactly:
 * share / m for a drawn row, 1 - share + share / m for the row that was next, with m rows left. Put it last.
 */
export function explore(options: ExploreOptions): Rerank {
  const { arrange } = slots({ chance: uniform(options) })
  return { name: 'explore', about: 'Leaves some slots to chance, to find out about what is not known yet', arrange }
}

/** The same as a way to draw for `listRules`. */
export function uniform({ share, fromSlot = 0 }: ExploreOptions): Chance {
  if (!(share >= 0 && share < 1)) throw new RangeError(`explore: share is ${share}; it must be at least 0 and below 1`)
  return {
    name: 'explore',
    share,
    fromSlot,
    begin: () => ({ chances: (among) => new Float64Array(among.length).fill(1 / among.length) }),
  }
}

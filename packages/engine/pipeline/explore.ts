import { derive } from '../random/random.ts'
import { reorder } from './spread.ts'
import type { Rerank } from './stage.ts'

/**
 * Gives each slot from `fromSlot` on to a candidate drawn by chance, with probability `share`; the rest moves down.
 * Candidates not yet placed are equally likely, so each slot's propensity given the slots above is known exactly:
 * share / m for a drawn row, 1 - share + share / m for the row that was next, with m rows left. Put it last.
 */
export function explore({ share, fromSlot = 0 }: { readonly share: number; readonly fromSlot?: number }): Rerank {
  if (!(share >= 0 && share < 1)) throw new RangeError(`explore: share is ${share}; it must be at least 0 and below 1`)
  return {
    name: 'explore',
    arrange: ({ request }, ranked) => {
      const rng = derive(request.seed, 'explore')
      const order = ranked.rows.map((_, position) => position)
      const drawn = new Uint8Array(order.length)
      const slots = Math.min(request.take, order.length)
      const propensities = new Float64Array(order.length).fill(1)
      for (let slot = fromSlot; slot < slots; slot++) {
        const left = order.length - slot
        const pick = rng.uniform() < share ? slot + rng.integer(left) : slot
        propensities[slot] = (pick === slot ? 1 - share : 0) + share / left
        if (pick === slot) continue
        const position = order[pick]!
        order.copyWithin(slot + 1, slot, pick)
        order[slot] = position
        drawn[slot] = 1
      }
      return { ...reorder(ranked, order), propensities, explored: drawn }
    },
  }
}

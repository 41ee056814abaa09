import type { Rerank } from '../stage.ts'
import { type LimitOptions, limitsOf } from './limits.ts'
import { pinnedSlots } from './pins.ts'
import { listLength, reorder, withFirst, worthByPosition } from './ranked.ts'
import { select } from './select.ts'

/**
 * Chooses which rows are in the list: those of the recipe's and the request's quotas, the share of each promotion and the
 * pins, otherwise the first ones, in their order. A `max` is never broken, if need be by a list that is shorter; pins count
 * first, and only they can go over it. A `min` is met as far as the candidates allow.
 */
export function quotas(options: LimitOptions = {}): Rerank {
  const stage: Rerank = {
    name: 'quotas',
    about: 'Chooses the items so that quotas, promotions and pins are kept',
    arrange: (context, ranked) => {
      const take = listLength(context.request.take, ranked)
      const limits = limitsOf({ context, ranked, length: take }, options)
      const forced = [...pinnedSlots(context, ranked, take)].filter((position) => position >= 0)
      if (limits.min.length === 0 && forced.length === 0) return ranked
      const chosen = select({ limits, worth: worthByPosition(ranked), take, forced })
      return chosen.length === take ? withFirst(ranked, chosen) : reorder(ranked, chosen)
    },
  }
  return options === none ? stage : { ...stage, onEditorial: requested }
}

const none: LimitOptions = {}
const requested = quotas(none)

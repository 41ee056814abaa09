import type { Limits } from './limits.ts'
import type { Plan } from './plan.ts'
import type { Spacing } from './spacing.ts'
import { tallyOf } from './tally.ts'

/** Which positions chance may put into a free slot, and who leaves the list for one from outside. */
export interface Entrants {
  /** `next` is always the first of them. */
  at(slot: number, next: number): Int32Array
  /** `position` gets the next slot, drawn or not: when it is from outside, the last row that no `min` needs leaves. */
  enter(position: number): void
}

interface Filling {
  readonly plan: Plan
  readonly limits: Limits
  readonly spacing: Spacing
}

/**
 * Of the positions of `pool` (or all): rows of the list without a slot yet and candidates outside it, but no pins, no promoted rows, and none too close to
 * another of its publisher; one from outside only where no limit minds that it comes for the
 * last row that no `min` needs.
 */
export function entrantsOf({ plan, limits, spacing }: Filling, pool?: Int32Array): Entrants {
  const count = plan.promotionOf.length
  const drawable = pool ?? plan.promotionOf.map((_, position) => position)
  const tally = tallyOf(limits)
  const inside = new Uint8Array(count) // in the list, whether placed or not
  const open = new Uint8Array(count).fill(1) // may be drawn
  for (const position of plan.members) inside[position] = 1
  for (const position of plan.pinned) if (position >= 0) inside[position] = 1
  for (let position = 0; position < count; position++) {
    if (inside[position] === 1) tally.add(position)
    if (plan.promotionOf[position]! >= 0) open[position] = 0
  }
  for (const position of plan.pinned) if (position >= 0) open[position] = 0
  const leaver = () => plan.members.findLast((k) => plan.promotionOf[k]! < 0 && !tally.needs(k)) ?? -1
  return {
    at: (slot, next) => {
      const close = spacing.tooClose(slot)
      const leaving = leaver()
      const among = new Int32Array(drawable.length + 1)
      let found = 0
      among[found++] = next
      for (let k = 0; k < drawable.length; k++) {
        const position = drawable[k]!
        if (open[position] === 0 || position === next || close(position)) continue
        if (inside[position] === 1 || (leaving >= 0 && tally.allowsInstead(leaving, position)))
          among[found++] = position
      }
      return among.subarray(0, found)
    },
    enter: (position) => {
      open[position] = 0
      if (inside[position] === 1) return
      const leaving = leaver()
      inside[position] = 1
      inside[leaving] = 0
      tally.remove(leaving)
      tally.add(position)
      plan.members.splice(plan.members.indexOf(leaving), 1)
    },
  }
}

import type { Ranked, StageContext } from '../stage.ts'

/**
 * Which position is pinned to each slot of a list of `length`, -1 none. A row that is no candidate (a filter refused it) is
 * not pinned. Of two pins for one slot the first named has it and the other the next free one; a pin below the end of a list
 * that is too short moves up to it, one outside the slots asked for waits for a longer list.
 */
export function pinnedSlots({ request }: StageContext, ranked: Ranked, length: number): Int32Array {
  const slots = new Int32Array(length).fill(-1)
  const pins = (request.rules?.pins ?? []).filter(({ slot }) => slot < request.take)
  for (const { row, slot } of [...pins].sort((a, b) => a.slot - b.slot)) {
    if (!(Number.isInteger(slot) && slot >= 0))
      throw new RangeError(`pins: the slot of row ${row} is ${slot}; it must be a whole number of at least 0`)
    const position = ranked.rows.indexOf(row)
    if (position < 0 || slots.includes(position)) continue
    const wanted = Math.min(slot, length - 1)
    let free = wanted
    while (free < length && slots[free]! >= 0) free++
    if (free === length) free = slots.lastIndexOf(-1, wanted)
    if (free >= 0) slots[free] = position
  }
  return slots
}

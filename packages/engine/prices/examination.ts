/** Of one list: how many slots it had and which of them were seen. */
interface SeenList {
  readonly length: number
  readonly seen: Iterable<number>
}

/** Lists with more of a slot than this say how often it is looked at. */
const pseudoLists = 1

/**
 * Chance that a slot is looked at, per slot: the share of lists in which its item came into view. A reader who did something
 * with an item had it in view. Null when nothing was ever seen: then nobody logs it, and prices need it.
 */
export function lookedAtRates(lists: readonly SeenList[]): Float64Array | null {
  const slots = lists.reduce((most, { length }) => Math.max(most, length), 0)
  const [seen, shown] = [new Float64Array(slots), new Float64Array(slots)]
  for (const list of lists) {
    for (let slot = 0; slot < list.length; slot++) shown[slot]!++
    for (const slot of new Set(list.seen)) if (slot < list.length) seen[slot]!++
  }
  const [all, views] = [shown.reduce((a, b) => a + b, 0), seen.reduce((a, b) => a + b, 0)]
  if (views === 0) return null
  return seen.map((count, slot) => (count + (pseudoLists * views) / all) / (shown[slot]! + pseudoLists))
}

import type { StageContext } from '../stage.ts'

/** One promotion of a request in a list of known length. */
interface Promotion {
  readonly holds: Uint8Array
  /** Slots it is given: its share of the list, rounded up, neither more nor fewer while there are such rows. */
  readonly rows: number
}

export function promotedRows({ request }: StageContext, length: number): Promotion[] {
  return (request.rules?.promotions ?? []).map(({ name, holds, share }) => {
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`promotions: the share of ${name} is ${share}; it must be in 0..1`)
    return { holds, rows: Math.ceil(share * length - 1e-6) } // 0.1 of 30 is a little more than 3
  })
}

/** Per position the first promotion that holds for its row, -1 none. */
export function promotionOf(rows: Int32Array, promotions: readonly Promotion[]): Int32Array {
  const first = new Int32Array(rows.length).fill(-1)
  for (let p = promotions.length - 1; p >= 0; p--)
    for (let k = 0; k < rows.length; k++) if (promotions[p]!.holds[rows[k]!] === 1) first[k] = p
  return first
}

/**
 * Slots for `counts[p]` rows of each promotion p, evenly over the list: the middle of each of its equal parts, or the next
 * free slot. `taken` are slots of pins. Per slot the promotion, -1 none.
 */
export function promotedSlots(counts: readonly number[], taken: (slot: number) => boolean, length: number): Int32Array {
  const slots = new Int32Array(length).fill(-1)
  const free = (slot: number) => slot < length && slots[slot]! < 0 && !taken(slot)
  counts.forEach((count, promotion) => {
    for (let part = 0; part < count; part++) {
      let slot = Math.floor(((part + 0.5) * length) / count)
      for (let tries = 0; tries < length && !free(slot); tries++) slot = (slot + 1) % length
      if (free(slot)) slots[slot] = promotion
    }
  })
  return slots
}

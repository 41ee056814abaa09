import type { Ranked, StageContext } from '../stage.ts'
import { pinnedSlots } from './pins.ts'
import { promotedRows, promotedSlots, promotionOf } from './promotions.ts'

/** A list while its slots are filled. */
export interface Plan {
  readonly length: number
  /** Per slot the position pinned to it, -1 none. */
  readonly pinned: Int32Array
  /** Per slot the promotion it belongs to, -1 none. */
  readonly promoted: Int32Array
  /** Per position the promotion it belongs to, -1 none. */
  readonly promotionOf: Int32Array
  /** Positions that are in the list and have no slot yet, pins left out, in their order. */
  readonly members: number[]
  /** Per slot the position it was given. */
  readonly order: Int32Array
}

export function planOf(context: StageContext, ranked: Ranked, length: number): Plan {
  const pinned = pinnedSlots(context, ranked, length)
  const fixed = new Set(pinned)
  const members: number[] = []
  const pins = pinned.reduce((count, position) => count + (position >= 0 ? 1 : 0), 0)
  for (let k = 0; members.length < length - pins; k++) if (!fixed.has(k)) members.push(k)
  const promotions = promotedRows(context, length)
  const belongs = promotionOf(ranked.rows, promotions)
  const counts = promotions.map((_, promotion) => members.filter((k) => belongs[k] === promotion).length)
  const promoted = promotedSlots(counts, (slot) => pinned[slot]! >= 0, length)
  return { length, pinned, promoted, promotionOf: belongs, members, order: new Int32Array(length) }
}

export function isFree({ pinned, promoted }: Plan, slot: number): boolean {
  return pinned[slot]! < 0 && promoted[slot]! < 0
}

export function place(plan: Plan, position: number, slot: number): void {
  plan.order[slot] = position
  const at = plan.members.indexOf(position)
  if (at >= 0) plan.members.splice(at, 1)
}

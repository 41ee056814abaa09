import type { Plan } from './plan.ts'

/** Rows of one publisher at least `apart` slots from each other, in one list while it is filled. */
export interface Spacing {
  /** The row that is next for a slot, and whether it must be now, as else the rows left could no longer be kept apart. */
  next(slot: number): { readonly position: number; readonly urgent: boolean }
  /** Whether a position is too close to another of its publisher in this slot. */
  tooClose(slot: number): (position: number) => boolean
}

/**
 * `publisher` is that of each position, -1 unknown: kept apart from nothing. A slot takes the first row of its kind that is
 * far enough from those above and from pins below. Of m rows of one publisher the last can stand (m - 1) * apart slots
 * below the first: when e publishers have m rows left and fewer than (m - 1) * apart + e slots would be left after this one,
 * it takes one of theirs. Where no row is far enough it takes the first one all the same.
 */
export function spacingOf(plan: Plan, publisher: Int32Array, apart: number): Spacing {
  const { order, pinned, length } = plan
  const tooClose = (slot: number) => {
    const near: number[] = []
    for (let away = 1; away < apart; away++) {
      if (slot >= away) near.push(publisher[order[slot - away]!]!)
      const pin = slot + away < length ? pinned[slot + away]! : -1
      if (pin >= 0) near.push(publisher[pin]!)
    }
    return (position: number) => publisher[position]! >= 0 && near.includes(publisher[position]!)
  }
  const next = (slot: number) => {
    if (pinned[slot]! >= 0) return { position: pinned[slot]!, urgent: true }
    const isOfSlot = (position: number) => plan.promotionOf[position] === plan.promoted[slot]
    if (apart === 1) return { position: plan.members.find(isOfSlot)!, urgent: false }
    const ofSlot = plan.members.filter(isOfSlot)
    const most = mostLeft(plan.members, publisher)
    const urgent = most.rows > 1 && (most.rows - 1) * apart + most.publishers > length - slot - 1
    const close = tooClose(slot)
    const far = ofSlot.filter((position) => !close(position))
    const now = urgent ? far.find((position) => most.left.get(publisher[position]!) === most.rows) : undefined
    return { position: now ?? far[0] ?? ofSlot[0]!, urgent }
  }
  return { next, tooClose }
}

/** Rows left per publisher, the largest such number, and how many publishers have it. */
function mostLeft(members: readonly number[], publisher: Int32Array) {
  const left = new Map<number, number>()
  let [rows, publishers] = [0, 0]
  for (const position of members) {
    const own = publisher[position]!
    if (own < 0) continue
    const count = (left.get(own) ?? 0) + 1
    left.set(own, count)
    if (count > rows) [rows, publishers] = [count, 1]
    else if (count === rows) publishers++
  }
  return { left, rows, publishers }
}

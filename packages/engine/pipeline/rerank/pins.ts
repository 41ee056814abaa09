import type { Ranked, StageContext } from '../stage.ts'

interface Pin {
  readonly row: number
  readonly slot: number
}

/**
 * Which position is pinned to each slot of a list of `length`, -1 none: pins of the publication first, then sponsored slots,
 * then the request's own, which may not break a `max` of the publication. A row that is no candidate (a filter refused it)
 * is not pinned. Of two pins for one slot the first named has it and the other the next free one; a pin below the end of a
 * list that is too short moves up to it, one outside the slots asked for waits for a longer list.
 */
export function pinnedSlots(context: StageContext, ranked: Ranked, length: number): Int32Array {
  const { publication, sponsored, requested } = pinsOf(context, ranked)
  const slots = new Int32Array(length).fill(-1)
  const put = (pins: readonly Pin[], allows: (row: number) => boolean = () => true): void => {
    for (const { row, slot } of inOrder(pins, context.request.take)) {
      const position = ranked.rows.indexOf(row)
      if (position < 0 || slots.includes(position) || !allows(row)) continue
      const wanted = Math.min(slot, length - 1)
      let free = wanted
      while (free < length && slots[free]! >= 0) free++
      if (free === length) free = slots.lastIndexOf(-1, wanted)
      if (free >= 0) slots[free] = position
    }
  }
  put(publication)
  put(sponsored)
  put(requested, (row) => leavesRoom(context, row, pinnedSoFar(slots, ranked)))
  return slots
}

/** Rows that stay whatever their worth. */
export function pinnedRows(context: StageContext, ranked: Ranked): ReadonlySet<number> {
  const { publication, sponsored, requested } = pinsOf(context, ranked)
  return new Set([...publication, ...sponsored, ...requested].map(({ row }) => row))
}

function pinsOf({ request: { rules = {} } }: StageContext, ranked: Ranked) {
  const pins = rules.pins ?? []
  const candidates = rules.sponsored === undefined ? null : new Set(ranked.rows)
  return {
    publication: pins.filter(({ by }) => by === 'publication'),
    sponsored: (rules.sponsored ?? []).flatMap(({ rows, slot }): Pin[] => {
      const row = rows.find((each) => candidates!.has(each))
      return row === undefined ? [] : [{ row, slot }]
    }),
    requested: pins.filter(({ by }) => by === undefined),
  }
}

function inOrder(pins: readonly Pin[], take: number): Pin[] {
  const bad = pins.find(({ slot }) => !(Number.isInteger(slot) && slot >= 0))
  if (bad !== undefined)
    throw new RangeError(`pins: the slot of row ${bad.row} is ${bad.slot}; it must be a whole number of at least 0`)
  return pins.filter(({ slot }) => slot < take).sort((a, b) => a.slot - b.slot)
}

const pinnedSoFar = (slots: Int32Array, ranked: Ranked): number[] =>
  Array.from(slots).flatMap((position) => (position < 0 ? [] : [ranked.rows[position]!]))

/** Whether one more pin keeps to every `max` of the publication. */
function leavesRoom({ request: { rules = {} }, state }: StageContext, row: number, pinned: readonly number[]): boolean {
  const { catalogue } = state
  const full = (max: number | undefined, same: (other: number) => boolean) =>
    max !== undefined && pinned.filter(same).length >= max
  for (const { by, holds, max } of rules.quotas ?? [])
    if (by === 'publication' && holds[row] === 1 && full(max, (other) => holds[other] === 1)) return false
  for (const { by, of, max } of rules.each ?? []) {
    const code = catalogue[of][row]!
    if (by === 'publication' && code >= 0 && full(max, (other) => catalogue[of][other] === code)) return false
  }
  return true
}

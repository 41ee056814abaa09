import { exchangeTwo } from './exchange-two.ts'
import type { Limits } from './limits.ts'
import { bestPossible, searchSelection } from './search-selection.ts'
import { type Tally, tallyOf } from './tally.ts'

export interface Selection {
  readonly limits: Limits
  /** Per position what it is worth to have it in the list. */
  readonly worth: Float64Array
  readonly take: number
  /** Positions that are in the list whatever the limits say. */
  readonly forced: readonly number[]
}

/**
 * Positions for a list of at most `take` under limits, ascending: no `max` is broken (but by forced ones), as few rows as
 * possible are missing to the `min`s, the list is as long as it can be, and its worth is large. In general such a choice is
 * as hard as set packing, so: greedy in the order given; exchanges of one row while rows are missing, each with the least loss;
 * where a bound says that more is possible exchanges of two and then a search, both with limited patience; and exchanges
 * that gain worth.
 * The tests hold it against an exact solver.
 */
export function select(selection: Selection): Int32Array {
  const { limits, worth, take, forced } = selection
  const tally = tallyOf(limits)
  const chosen = new Uint8Array(worth.length)
  const choice: Choice = { selection, tally, chosen }
  for (const position of forced) enter(choice, position)
  let size = forced.length
  let smooth = true
  for (let k = 0; k < worth.length && size < take; k++) {
    if (chosen[k] === 1) continue
    if (tally.allows(k)) {
      enter(choice, k)
      size++
    } else smooth = false
  }
  if (!(smooth && size === take && tally.missing() === 0)) improve(choice)
  return Int32Array.from(chosen.keys()).filter((k) => chosen[k] === 1)
}

function improve(choice: Choice): void {
  const { selection, tally, chosen } = choice
  while (tally.missing() > 0 && exchangeForMissing(choice));
  const size = () => chosen.reduce((sum, one) => sum + one, 0)
  if (tally.missing() > 0 || size() < selection.take) {
    const best = bestPossible(selection)
    const settled = () => tally.missing() === best.missing && size() === best.size
    while (!settled() && exchangeTwo({ ...selection, tally, chosen }, removable(choice)));
    const better = settled() ? null : searchSelection(selection, { missing: tally.missing(), size: size() }, best.size)
    if (better !== null) {
      for (let k = 0; k < chosen.length; k++) if (chosen[k] === 1) leave(choice, k)
      for (const position of better) enter(choice, position)
    }
  }
  for (let pass = 0; pass < 4 && exchangeForWorth(choice); pass++);
}

interface Choice {
  readonly selection: Selection
  readonly tally: Tally
  readonly chosen: Uint8Array
}

function enter({ tally, chosen }: Choice, position: number): void {
  chosen[position] = 1
  tally.add(position)
}

function leave({ tally, chosen }: Choice, position: number): void {
  chosen[position] = 0
  tally.remove(position)
}

function exchange(choice: Choice, removed: number, added: number): void {
  leave(choice, removed)
  enter(choice, added)
}

/** Positions of the list that are not forced, least worth first. */
function removable({ selection, chosen }: Choice): number[] {
  const { worth, forced } = selection
  const free: number[] = []
  for (let k = 0; k < chosen.length; k++) if (chosen[k] === 1 && !forced.includes(k)) free.push(k)
  return free.sort((a, b) => worth[a]! - worth[b]! || b - a)
}

/** The exchange that leaves fewest rows missing, of these the one that loses least worth; false when none leaves fewer. */
function exchangeForMissing(choice: Choice): boolean {
  const { selection, tally, chosen } = choice
  const { worth } = selection
  const out = removable(choice)
  const lowest = out[0] === undefined ? 0 : worth[out[0]]!
  let best: { removed: number; added: number; more: number; gain: number } | null = null
  for (let added = 0; added < worth.length; added++) {
    const serves = chosen[added] === 1 ? 0 : servesMissing(choice, added)
    if (serves === 0) continue
    if (best !== null && (best.more < -serves || (best.more === -serves && worth[added]! - lowest <= best.gain)))
      continue
    for (const removed of out) {
      const more = tally.missingInstead(removed, added)
      if (more >= 0 || (best !== null && more > best.more)) continue
      const gain = worth[added]! - worth[removed]!
      if (best !== null && more === best.more && gain <= best.gain) continue
      if (tally.allowsInstead(removed, added)) best = { removed, added, more, gain }
    }
  }
  if (best !== null) exchange(choice, best.removed, best.added)
  return best !== null
}

/** How many limits with rows missing the row would count for. */
function servesMissing({ selection, tally }: Choice, position: number): number {
  const { min, columns } = selection.limits
  let serves = 0
  for (const column of columns) {
    const limit = column[position]!
    if (limit >= 0 && tally.counts[limit]! < min[limit]!) serves++
  }
  return serves
}

/** Rows from outside for rows of less worth where no limit minds; false when there are none. */
function exchangeForWorth(choice: Choice): boolean {
  const { selection, tally, chosen } = choice
  const { worth } = selection
  const out = removable(choice)
  let exchanged = false
  for (let added = 0; added < worth.length && out.length > 0; added++) {
    if (chosen[added] === 1) continue
    if (worth[added]! <= worth[out[0]!]!) continue
    const at = out.findIndex(
      (removed) =>
        worth[removed]! < worth[added]! &&
        tally.allowsInstead(removed, added) &&
        tally.missingInstead(removed, added) <= 0,
    )
    if (at < 0) continue
    exchange(choice, out[at]!, added)
    out.splice(at, 1)
    exchanged = true
  }
  return exchanged
}

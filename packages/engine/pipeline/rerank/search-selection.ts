import type { Limits } from './limits.ts'
import type { Selection } from './select.ts'
import { tallyOf } from './tally.ts'

/** Lists looked at before the search gives up, so that a request never waits. */
const patience = 1000

interface Quality {
  /** Rows missing to all `min` together. */
  readonly missing: number
  readonly size: number
}

/** What no list can be better than: a bound, which need not be reached. */
export function bestPossible({ limits, take, forced, worth }: Selection): Quality {
  const counts = tallyOf(limits)
  for (const position of forced) counts.add(position)
  const ahead = tallyOf(limits)
  for (let k = 0; k < worth.length; k++) if (!forced.includes(k)) ahead.add(k)
  const size = Math.min(take, forced.length + roomOf(limits, ahead.counts, counts.counts))
  return { missing: missingBound(limits, ahead.counts, counts.counts)(take - forced.length), size }
}

/**
 * A list with fewer missing rows than `known`, or as many and longer, best of those looked at; null when there is none or
 * none was found in time; no list has more than `longest` rows. Depth first over the candidates, those first that serve most
 * minima and stand in the way of fewest maxima, a branch being left when even with all that could
 * still help it is no better. Exact for a few dozen candidates.
 */
export function searchSelection(selection: Selection, known: Quality, longest: number): number[] | null {
  const { limits, worth, take, forced } = selection
  const tally = tallyOf(limits)
  const easy = easeOf(selection)
  const free = Array.from(worth.keys()).filter((k) => !forced.includes(k))
  free.sort((a, b) => easy[b]! - easy[a]! || a - b)
  const list = [...forced]
  for (const position of forced) tally.add(position)
  const ahead = tallyOf(limits) // of the candidates not yet decided
  for (const position of free) ahead.add(position)
  const bound = missingBound(limits, ahead.counts, tally.counts)
  let best: (Quality & { readonly list: number[] }) | null = null
  let looked = 0
  const better = (missing: number, size: number) => {
    const { missing: least, size: most } = best ?? known
    return missing < least || (missing === least && size > most)
  }
  const visit = (at: number): void => {
    const room = Math.min(take - list.length, free.length - at)
    if (++looked > patience || !better(bound(room), Math.min(longest, list.length + room))) return
    if (room === 0) {
      const missing = tally.missing()
      if (better(missing, list.length)) best = { missing, size: list.length, list: [...list] }
      return
    }
    const position = free[at]!
    ahead.remove(position)
    if (tally.allows(position)) {
      list.push(position)
      tally.add(position)
      visit(at + 1)
      tally.remove(position)
      list.pop()
    }
    visit(at + 1)
    ahead.add(position)
  }
  visit(0)
  return (best as { list: number[] } | null)?.list ?? null
}

/** Per position how much it helps: twice the minima it counts for, less the maxima that it comes up against. */
function easeOf({ limits, worth, take }: Selection): Float64Array {
  const { min, max, columns } = limits
  const ease = new Float64Array(worth.length)
  for (const column of columns)
    column.forEach((limit, position) => {
      if (limit < 0) return
      if (min[limit]! > 0) ease[position]! += 2
      if (max[limit]! < take) ease[position]!--
    })
  return ease
}

/** How many candidates can be added at most: what the tightest column of limits lets through. */
function roomOf({ min, max, columns, first }: Limits, ahead: Int32Array, counts: Int32Array): number {
  return columns.reduce((room, column, c) => {
    let through = column.length
    for (let limit = first[c]!; limit < (first[c + 1] ?? min.length); limit++)
      through -= ahead[limit]! - Math.max(0, Math.min(ahead[limit]!, max[limit]! - counts[limit]!))
    return Math.min(room, through)
  }, Number.POSITIVE_INFINITY)
}

/** The least that can be missing when `room` candidates are added: per column a row serves one limit. */
function missingBound({ min, max, first }: Limits, ahead: Int32Array, counts: Int32Array): (room: number) => number {
  return (room) => {
    let missing = 0
    for (let c = 0; c < first.length; c++) {
      let open = 0
      for (let limit = first[c]!; limit < (first[c + 1] ?? min.length); limit++) {
        const short = min[limit]! - counts[limit]!
        if (short <= 0) continue
        const reachable = Math.max(0, Math.min(short, ahead[limit]!, max[limit]! - counts[limit]!))
        missing += short - reachable
        open += reachable
      }
      missing += Math.max(0, open - room)
    }
    return missing
  }
}

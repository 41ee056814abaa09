import type { Limits } from './limits.ts'
import type { Tally } from './tally.ts'

/** Rows looked at before it gives up, so that a request never waits. */
const patience = 15_000

interface Lists {
  readonly limits: Limits
  readonly tally: Tally
  /** Per position 1 when it is in the list. */
  readonly chosen: Uint8Array
  readonly take: number
}

/**
 * Takes one or two of `removable` out and fills up again, each time with the first row that serves most of what is missing;
 * keeps the first such list with fewer missing rows, or as many and longer. False when there is none or patience ends.
 */
export function exchangeTwo(lists: Lists, removable: readonly number[]): boolean {
  const { tally, chosen, take } = lists
  const missing = tally.missing()
  const size = chosen.reduce((sum, one) => sum + one, 0)
  const pool = firstOfEachKind(lists)
  let looked = 0
  const set = (position: number, to: 0 | 1) => {
    chosen[position] = to
    if (to === 1) tally.add(position)
    else tally.remove(position)
  }
  for (let a = 0; a < removable.length; a++) {
    for (let b = a; b < removable.length; b++) {
      if (looked > patience) return false
      const out = a === b ? [removable[a]!] : [removable[a]!, removable[b]!]
      for (const position of out) set(position, 0)
      const added: number[] = []
      for (let room = take - size + out.length; room > 0; room--) {
        const next = mostServing(lists, pool, out)
        looked += pool.length
        if (next < 0) break
        set(next, 1)
        added.push(next)
      }
      const left = tally.missing()
      if (left < missing || (left === missing && added.length > out.length)) return true
      for (const position of added) set(position, 0)
      for (const position of out) set(position, 1)
    }
  }
  return false
}

function mostServing({ limits, tally, chosen }: Lists, pool: readonly number[], out: readonly number[]): number {
  const { min, columns } = limits
  let [best, most] = [-1, -1]
  for (const position of pool) {
    if (chosen[position] === 1 || out.includes(position) || !tally.allows(position)) continue
    let serves = 0
    for (const column of columns) {
      const limit = column[position]!
      if (limit >= 0 && tally.counts[limit]! < min[limit]!) serves++
    }
    if (serves > most) [best, most] = [position, serves]
  }
  return best
}

/** Rows outside the list, of those that count for the same limits only the first few: as many as may enter at once. */
function firstOfEachKind({ limits, chosen, take }: Lists): number[] {
  const seen = new Map<string, number>()
  const enough = Math.min(take, 3)
  return Array.from(chosen.keys()).filter((position) => {
    if (chosen[position] === 1) return false
    const kind = limits.columns.map((column) => column[position]).join()
    const before = seen.get(kind) ?? 0
    seen.set(kind, before + 1)
    return before < enough
  })
}

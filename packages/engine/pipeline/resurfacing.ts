import { xxHash32 } from '../data/xxhash32.ts'
import { derive } from '../random/random.ts'
import { refuseRow, refuseRows } from './refuse-rows.ts'
import type { Catalogue, SlateRequest } from './slate.ts'
import type { Filter, Source } from './stage.ts'
import { inOrder } from './take-rows.ts'

interface ResurfacingOptions {
  /** How many saves may come back on one day; default 3. */
  readonly perDay?: number
  /** Younger saves are left in peace; default 3. */
  readonly olderThanDays?: number
}

/** The two belong together in a recipe: what the source proposes is what the filter lets through. */
interface Resurfacing {
  /** In the place of `seen`: refuses the same but for the saves of the day. */
  readonly seen: Filter
  readonly source: Source
}

/**
 * Brings back some of what was saved and not opened. Which ones is drawn by the seed of the request and the day (UTC): who
 * has the same seed all day sees the same ones all day, also while other saves come and go.
 */
export function resurfacing({ perDay = 3, olderThanDays = 3 }: ResurfacingOptions = {}): Resurfacing {
  if (!(Number.isInteger(perDay) && perDay >= 1))
    throw new RangeError(`resurfacing: perDay is ${perDay}; it must be a whole number of at least 1`)
  if (!(olderThanDays >= 0))
    throw new RangeError(`resurfacing: olderThanDays is ${olderThanDays}; it must be 0 or more`)
  const drawn = new WeakMap<SlateRequest, Int32Array>()
  const ofToday = (request: SlateRequest, catalogue: Catalogue): Int32Array => {
    const known = drawn.get(request) ?? draw(request, catalogue, { perDay, olderThanMs: olderThanDays * day })
    drawn.set(request, known)
    return known
  }
  return {
    seen: {
      name: 'seen',
      reason: 'already seen or dismissed',
      refuse: ({ request, state, refused }, code) => {
        const to = { refused, code }
        const back = ofToday(request, state.catalogue)
        const before = back.map((row) => refused[row]!)
        let count = refuseRows(request.history.items, to)
        for (const row of request.seen) count += refuseRow(row, to)
        back.forEach((row, k) => {
          if (refused[row] !== before[k]) count--
          refused[row] = before[k]!
        })
        return count
      },
    },
    source: {
      name: 'resurfaced',
      about: 'Proposes what was saved and not yet opened',
      propose: ({ request, state, refused }) => {
        return inOrder(ofToday(request, state.catalogue).filter((row) => refused[row] === 0))
      },
    },
  }
}

const day = 86_400_000
/** An id holds at most 256 UTF-16 units; a longer one gets its own memory. */
const memory = new Uint16Array(256)

/** The lots are drawn by item id: catalogue rows move when items are added. Lowest lot first, ties by lower row. */
function draw(
  request: SlateRequest,
  { items }: Catalogue,
  { perDay, olderThanMs }: { readonly perDay: number; readonly olderThanMs: number },
): Int32Array {
  const seed = derive(request.seed, 'resurfaced', Math.floor(request.now / day)).uint32()
  const lots = (request.saved ?? [])
    .filter(({ row, at }) => row >= 0 && row < items.size && request.now - at >= olderThanMs)
    .map(({ row }) => ({ row, lot: lotOf(items.id(row), seed) }))
  lots.sort((a, b) => a.lot - b.lot || a.row - b.row)
  return Int32Array.from(new Set(lots.map(({ row }) => row))).slice(0, perDay)
}

function lotOf(id: string, seed: number): number {
  const units = id.length <= memory.length ? memory.subarray(0, id.length) : new Uint16Array(id.length)
  for (let k = 0; k < units.length; k++) units[k] = id.charCodeAt(k)
  return xxHash32(new Uint8Array(units.buffer, units.byteOffset, units.byteLength), seed)
}

import type { Random } from '../../random/random.ts'
import type { Rung } from '../slate.ts'
import type { Ranked, StageContext } from '../stage.ts'

/** A way to give slots to chance: `slots` asks it for each free slot. */
export interface Chance {
  readonly name: string
  /** Chance that a slot is drawn for, 0 to 1; `rules.exploration` of a request goes first. */
  readonly share: number
  /** The same for a list that another rung ranked. */
  readonly shareOnRung?: Readonly<Partial<Record<Rung, number>>>
  /** Slots above are left alone. */
  readonly fromSlot: number
  /** Null when there is nothing to go by. */
  begin(context: StageContext, ranked: Ranked): Draw | null
}

/** The share that holds for one list. */
export function shareOf({ request, rung }: StageContext, chance: Pick<Chance, 'share' | 'shareOnRung'>): number {
  const onRung = rung === undefined ? undefined : chance.shareOnRung?.[rung]
  const share = request.rules?.exploration ?? onRung ?? chance.share
  if (!(share >= 0 && share <= 1)) throw new RangeError(`slots: exploration is ${share}; it must be in 0..1`)
  return share
}

export interface Draw {
  /** Positions that can be drawn at all, ascending; all without it. */
  readonly pool?: Int32Array
  /** Chance of each of these positions to be drawn for the next slot: sum 1 when one of them is in the pool. */
  chances(among: Int32Array): Float64Array
}

interface Drawn {
  readonly position: number
  /** Of this position in this slot, given the slots above. */
  readonly propensity: number
}

/**
 * With probability `share` one of `among`, else the first of them, the row that is next. The propensity is exact:
 * share * chance of a drawn row, 1 - share + share * its chance for the row that was next.
 */
export function drawOrNext(
  draw: Draw,
  among: Int32Array,
  { share, rng }: { readonly share: number; readonly rng: Random },
): Drawn {
  const next = among[0]!
  const nextCanBeDrawn = draw.pool === undefined || draw.pool.includes(next)
  if (share === 0 || (among.length === 1 && !nextCanBeDrawn)) return { position: next, propensity: 1 }
  const drawing = rng.uniform() < share
  if (!drawing && !nextCanBeDrawn) return { position: next, propensity: 1 - share } // spares the chances
  const chances = draw.chances(among)
  const at = drawing ? pick(chances, rng.uniform()) : 0
  return { position: among[at]!, propensity: (at === 0 ? 1 - share : 0) + share * chances[at]! }
}

/** The chance of each of `among` in a slot; `drawOrNext` takes one by it. */
export function chancesAt(draw: Draw, among: Int32Array, share: number): Float64Array {
  const nextCanBeDrawn = draw.pool === undefined || draw.pool.includes(among[0]!)
  if (share === 0 || (among.length === 1 && !nextCanBeDrawn))
    return Float64Array.from(among, (_, k) => (k === 0 ? 1 : 0))
  return draw.chances(among).map((chance, k) => (k === 0 ? 1 - share : 0) + share * chance)
}

function pick(chances: Float64Array, uniform: number): number {
  let left = uniform
  let last = 0
  for (let k = 0; k < chances.length; k++) {
    if (chances[k] === 0) continue
    last = k
    left -= chances[k]!
    if (left < 0) break
  }
  return last
}

import type { Random } from '../../random/random.ts'
import type { Ranked, StageContext } from '../stage.ts'

/** A way to give slots to chance: `slots` asks it for each free slot. */
export interface Chance {
  readonly name: string
  /** Chance that a slot is drawn for, 0 to 1; `rules.exploration` of a request goes first. */
  readonly share: number
  /** Slots above are left alone. */
  readonly fromSlot: number
  /** Null when there is nothing to go by. */
  begin(context: StageContext, ranked: Ranked): Draw | null
}

export interface Draw {
  /** Positions that can be drawn at all, ascending; all without it. */
  readonly pool?: Int32Array
  /** Chance of each of these positions to be drawn for the next slot: sum 1, or all 0 when none of them can be. */
  chances(among: Int32Array): Float64Array
}

export interface Drawn {
  readonly position: number
  /** Of this position in this slot, given the slots above. */
  readonly propensity: number
}

/**
 * With probability `share` one of `among`, else `next`, which is one of them. The propensity is exact:
 * share * chance of a drawn row, 1 - share + share * its chance for the row that was next.
 */
export function drawOrNext(
  { among, chances, next }: { readonly among: Int32Array; readonly chances: Float64Array; readonly next: number },
  { share, rng }: { readonly share: number; readonly rng: Random },
): Drawn {
  const some = chances.some((chance) => chance > 0)
  const position = some && rng.uniform() < share ? among[pick(chances, rng.uniform())]! : next
  if (!some) return { position, propensity: 1 }
  const drawn = share * chances[among.indexOf(position)]!
  return { position, propensity: position === next ? 1 - share + drawn : drawn }
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

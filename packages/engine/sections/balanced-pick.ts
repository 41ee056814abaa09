import type { Random } from '../random/random.ts'

/** Of the candidates with the same code (0 or more; -1 belongs nowhere) at most `most` are picked. */
export interface Limit {
  readonly codes: Int32Array
  /** The same for every code, 0 or more. */
  readonly most: number
  /** A limit that is `firm` leaves slots empty rather than be broken; the others give way when candidates run out. */
  readonly firm?: boolean
  /** Chance that a candidate over the limit is refused; default 1. Needs a generator. */
  readonly enforced?: number
}

/** How many of `size` slots a share allows, never fewer than `least`. */
export const slotsOf = (share: number, size: number, least = 0): number =>
  Math.max(least, Math.floor(share * size + 1e-9))

/**
 * The first `take` candidates of `order` (best first) that break no limit. When they run out, those passed over fill the
 * rest in their order, as far as firm limits allow. O(order * limits).
 */
export function pickBalanced(
  order: Int32Array,
  { take, limits, rng }: { readonly take: number; readonly limits: readonly Limit[]; readonly rng?: Random },
): Int32Array {
  for (const { enforced = 1 } of limits)
    if (enforced < 1 && rng === undefined)
      throw new TypeError(`pickBalanced: a limit enforced with chance ${enforced} needs a generator, rng`)
  const counts = limits.map(() => new Map<number, number>())
  const picked: number[] = []
  const passed: number[] = []
  const within = (limit: Limit, which: number, k: number): boolean => {
    const code = limit.codes[k]!
    if (code < 0 || (counts[which]!.get(code) ?? 0) < limit.most) return true
    return limit.enforced !== undefined && limit.enforced < 1 && rng!.uniform() >= limit.enforced
  }
  const pick = (k: number): void => {
    picked.push(k)
    limits.forEach(({ codes }, which) => {
      const code = codes[k]!
      if (code >= 0) counts[which]!.set(code, (counts[which]!.get(code) ?? 0) + 1)
    })
  }
  for (const k of order) {
    if (picked.length >= take) break
    if (limits.every((limit, which) => within(limit, which, k))) pick(k)
    else passed.push(k)
  }
  for (const k of passed) {
    if (picked.length >= take) break
    if (limits.every((limit, which) => limit.firm !== true || within(limit, which, k))) pick(k)
  }
  return Int32Array.from(picked)
}

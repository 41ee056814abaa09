import type { BetaPosteriors, BetaPrior } from './beta-posterior.ts'

interface NewItemOptions {
  /** Unix ms per item. */
  readonly addedAt: Float64Array
  readonly now: number
  /** Older items are not new however rarely they were shown. */
  readonly youngMs: number
  /** Rarely shown: fewer shows without a click than this many times the prior's; default 1. */
  readonly priorTimes?: number
}

/** 1 where an item is still on trial: young, and its own shows do not outweigh the prior yet. */
export function newItems(posteriors: BetaPosteriors, options: NewItemOptions): Uint8Array {
  const rarely = rarelyShown(posteriors, options)
  return rarely.map((rare, k) => (rare === 1 && isYoung(k, options) ? 1 : 0))
}

/**
 * The optimism of the prior taken back from items that are as little shown as new ones but old: they keep `share` of the
 * prior's clicks, so that they do not pose as new. After Merino, the recommender behind Firefox's New Tab.
 */
export function withoutLateOptimism(
  posteriors: BetaPosteriors,
  options: NewItemOptions & { readonly share: number },
): BetaPosteriors {
  const { share } = options
  if (!(share > 0 && share <= 1))
    throw new RangeError(`withoutLateOptimism: share is ${share}; it must be in 0..1, not 0`)
  const rarely = rarelyShown(posteriors, options)
  const { alpha: clicks } = believedOfUnshown(posteriors)
  const alpha = posteriors.alpha.map((value, k) =>
    rarely[k] === 1 && !isYoung(k, options) ? value - (1 - share) * Math.min(value, clicks) : value,
  )
  return { ...posteriors, alpha }
}

const isYoung = (k: number, { addedAt, now, youngMs }: NewItemOptions): boolean => addedAt[k]! >= now - youngMs

/** 1 where the prior still says more than the item's own shows. */
function rarelyShown(posteriors: BetaPosteriors, { priorTimes = 1 }: NewItemOptions): Uint8Array {
  const prior = believedOfUnshown(posteriors)
  return Uint8Array.from(posteriors.beta, (beta) => (beta - prior.beta < prior.beta * priorTimes ? 1 : 0))
}

/** What is believed of an item never shown; where nobody says, of the least shown one. */
export function believedOfUnshown({ alpha, beta, prior }: BetaPosteriors): BetaPrior {
  if (prior !== undefined) return prior
  let least = 0
  for (let k = 1; k < beta.length; k++) if (beta[k]! < beta[least]!) least = k
  return { alpha: alpha[least] ?? 0, beta: beta[least] ?? 0 }
}

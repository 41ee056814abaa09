import type { BetaPosteriors } from './beta-posterior.ts'

export interface NewItemOptions {
  /** Unix ms per item. */
  readonly addedAt: Float64Array
  readonly now: number
  /** Older items are not new however rarely they were shown. */
  readonly youngMs: number
  /** New: fewer shows without a click than this many times the prior's; default 1. */
  readonly priorTimes?: number
}

/** What an item never shown is believed to be: the smallest posterior of those given. */
function priorIn({ alpha, beta }: BetaPosteriors): { readonly alpha: number; readonly beta: number } {
  let least = 0
  for (let k = 1; k < beta.length; k++) if (beta[k]! < beta[least]!) least = k
  return beta.length === 0 ? { alpha: 0, beta: 0 } : { alpha: alpha[least]!, beta: beta[least]! }
}

/** 1 where an item is still on trial: young, and its own shows do not outweigh the prior yet. */
export function newItems(posteriors: BetaPosteriors, options: NewItemOptions): Uint8Array {
  const { addedAt, now, youngMs, priorTimes = 1 } = options
  const prior = priorIn(posteriors)
  return Uint8Array.from(posteriors.beta, (beta, k) =>
    addedAt[k]! >= now - youngMs && beta - prior.beta < prior.beta * priorTimes ? 1 : 0,
  )
}

/**
 * The optimism of the prior taken back from items that are as little shown as new ones but old: they keep `share` of the
 * prior's clicks, so that they do not pose as new. After Merino, the recommender behind Firefox's New Tab.
 */
export function withoutLateOptimism(
  posteriors: BetaPosteriors,
  options: NewItemOptions & { readonly share: number },
): BetaPosteriors {
  const { addedAt, now, youngMs, priorTimes = 1, share } = options
  const prior = priorIn(posteriors)
  const alpha = posteriors.alpha.map((value, k) => {
    const rarelyShown = posteriors.beta[k]! - prior.beta < prior.beta * priorTimes
    return rarelyShown && addedAt[k]! < now - youngMs ? Math.max(1e-18, value - (1 - share) * prior.alpha) : value
  })
  return { alpha, beta: posteriors.beta }
}

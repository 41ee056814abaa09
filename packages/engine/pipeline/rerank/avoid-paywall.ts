import type { Rerank } from '../stage.ts'
import { rescored } from './ranked.ts'

/**
 * For who would rather not meet paywalls: of what an item behind one is worth above the lowest of the list, `factor` is
 * left. It touches only the lists of such readers; `exclude` is the filter `paywall`.
 */
export function avoidPaywall({ factor = 0.5 }: { readonly factor?: number } = {}): Rerank {
  if (!(factor >= 0 && factor <= 1)) throw new RangeError(`avoidPaywall: factor is ${factor}; it must be in 0..1`)
  return {
    name: 'avoid paywall',
    about: 'Lowers what asks for payment, for readers who avoid that',
    weights: { factor },
    arrange: ({ request, state }, ranked) => {
      if (request.paywall !== 'avoid') return ranked
      const floor = ranked.scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY)
      const change = ranked.scores.map((score, k) =>
        state.catalogue.paywalled[ranked.rows[k]!] === 1 ? (score - floor) * (factor - 1) : 0,
      )
      return rescored(ranked, change, 'paywall')
    },
  }
}

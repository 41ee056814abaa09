import { reorder } from './rerank/ranked.ts'
import type { Rerank } from './stage.ts'

/**
 * For who would rather not meet paywalls: items behind one stand where (score - lowest score) * factor puts them, ties by
 * the order before. Scores stay, so that reasons still sum to them. It touches only the lists of such readers.
 */
export function avoidPaywall({ factor = 0.5 }: { readonly factor?: number } = {}): Rerank {
  if (!(factor >= 0 && factor <= 1)) throw new RangeError(`avoidPaywall: factor is ${factor}; it must be in 0..1`)
  return {
    name: 'avoid paywall',
    arrange: ({ request, state }, ranked) => {
      if (request.paywall !== 'avoid') return ranked
      const { rows, scores } = ranked
      const floor = scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY)
      const worth = scores.map((score, k) => (score - floor) * (state.catalogue.paywalled[rows[k]!] === 1 ? factor : 1))
      return reorder(
        ranked,
        Int32Array.from(rows.keys()).sort((a, b) => worth[b]! - worth[a]! || a - b),
      )
    },
  }
}

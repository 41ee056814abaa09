import { spreadOrder } from '../data/spread-order.ts'
import { reorder, worthByPosition } from './rerank/ranked.ts'
import type { Rerank } from './stage.ts'

/** What each item of the same publisher or topic higher in the list leaves of a score: 1 no effect, 0 at most one each. */
interface SpreadWeights {
  readonly publisher: number
  readonly topic: number
}

/**
 * Greedy spread over publishers and topics: each slot takes the row with the largest
 * (score - lowest score) * publisher^(same publisher above) * topic^(same topic above), ties by the order before.
 * The idea of maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998) with categories for similarity.
 */
export function spread(weights: SpreadWeights): Rerank {
  for (const [name, value] of Object.entries(weights))
    if (!(value >= 0 && value <= 1)) throw new RangeError(`spread: ${name} is ${value}; it must be in 0..1`)
  return {
    name: 'spread',
    about: 'Puts apart what has the same publisher or topic',
    weights: { ...weights },
    arrange: ({ state, request }, ranked) => {
      const { publisher, topic } = state.catalogue
      const { rows } = ranked
      const scores = worthByPosition(ranked)
      const floor = scores[scores.length - 1] ?? 0
      const groups = [
        { codes: rows.map((row) => publisher[row]!), left: weights.publisher },
        { codes: rows.map((row) => topic[row]!), left: weights.topic },
      ]
      const worth = scores.map((score) => score - floor)
      return reorder(ranked, spreadOrder(worth, groups, request.take))
    },
  }
}

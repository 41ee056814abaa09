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
      const { publisher, topic, publishers, topics } = state.catalogue
      const { rows } = ranked
      const scores = worthByPosition(ranked)
      const floor = scores[scores.length - 1] ?? 0
      const publisherLeft = new Float64Array(publishers.size + 1).fill(1) // at code + 1; unknown (-1) keeps 1
      const topicLeft = new Float64Array(topics.size + 1).fill(1)
      const order = new Int32Array(rows.length)
      const placed = new Uint8Array(rows.length)
      const left = (row: number) => publisherLeft[publisher[row]! + 1]! * topicLeft[topic[row]! + 1]!
      let first = 0
      const slots = Math.min(request.take, rows.length)
      for (let slot = 0; slot < slots; slot++) {
        while (placed[first] === 1) first++
        let best = first
        let bestValue = -1
        // Scores fall and discounts are at most 1: no later row can win once its whole score is not above the best.
        for (let k = first; k < rows.length && scores[k]! - floor > bestValue; k++) {
          if (placed[k] === 1) continue
          const value = (scores[k]! - floor) * left(rows[k]!)
          if (value > bestValue) {
            best = k
            bestValue = value
          }
        }
        placed[best] = 1
        order[slot] = best
        const row = rows[best]!
        if (publisher[row]! >= 0) publisherLeft[publisher[row]! + 1]! *= weights.publisher
        if (topic[row]! >= 0) topicLeft[topic[row]! + 1]! *= weights.topic
      }
      let next = slots
      for (let k = 0; k < rows.length; k++) if (placed[k] === 0) order[next++] = k
      return reorder(ranked, order)
    },
  }
}

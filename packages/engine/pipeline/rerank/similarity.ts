import type { Catalogue, PipelineState } from '../slate.ts'

/** How alike two rows are, 0 to 1, the same both ways, 1 for a row and itself. */
export type Similarity = (a: number, b: number) => number

/** Makes the similarity of one state, for instance from item vectors; a positive semidefinite one is needed by `dpp`. */
export type SimilarityOf = (state: PipelineState) => Similarity

/** What two rows share counts this much; the sum is at most 1. */
interface CategoryWeights {
  readonly cluster: number
  readonly topic: number
  readonly publisher: number
}

/** Rows of one cluster tell the same story and are alike whatever else they share. */
const defaults: CategoryWeights = { cluster: 0.4, topic: 0.4, publisher: 0.2 }

/**
 * Sum of the weights of what both rows share; what is unknown is shared with nobody. A sum of "is the same" kernels, so
 * positive semidefinite.
 */
export function sharedCategories(weights: CategoryWeights = defaults): SimilarityOf {
  const { cluster, topic, publisher } = weights
  if (!(cluster >= 0 && topic >= 0 && publisher >= 0 && cluster + topic + publisher <= 1 + 1e-12))
    throw new RangeError(
      `sharedCategories: weights are ${cluster}, ${topic}, ${publisher}; none may be below 0, their sum at most 1`,
    )
  return ({ catalogue }) => shared(catalogue, weights)
}

function shared(catalogue: Catalogue, weights: CategoryWeights): Similarity {
  const { cluster, topic, publisher } = catalogue
  return (a, b) => {
    if (a === b) return 1
    let sum = 0
    if (cluster[a]! >= 0 && cluster[a] === cluster[b]) sum += weights.cluster
    if (topic[a]! >= 0 && topic[a] === topic[b]) sum += weights.topic
    if (publisher[a]! >= 0 && publisher[a] === publisher[b]) sum += weights.publisher
    return sum
  }
}

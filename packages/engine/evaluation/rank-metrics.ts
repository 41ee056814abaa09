// Means over predictions with one right answer each, from its rank (1 is best, Infinity a miss): HR@k = share of ranks up
// to k; MRR@k = 1/rank and NDCG@k = 1/log2(1 + rank) of ranks up to k, 0 beyond.

interface RankMetrics {
  readonly hr: number
  readonly mrr: number
  readonly ndcg: number
}

/** Throws on an empty list. */
export function rankMetrics(ranks: ArrayLike<number>, k: number): RankMetrics {
  if (ranks.length === 0) throw new RangeError('rankMetrics: no ranks')
  let [hr, mrr, ndcg] = [0, 0, 0]
  for (let t = 0; t < ranks.length; t++) {
    const rank = ranks[t]!
    if (!(rank <= k)) continue
    hr++
    mrr += 1 / rank
    ndcg += 1 / Math.log2(1 + rank)
  }
  return { hr: hr / ranks.length, mrr: mrr / ranks.length, ndcg: ndcg / ranks.length }
}

/** NDCG@k of each prediction, for paired intervals (evaluation/bootstrap.ts). */
export function ndcgPerPrediction(ranks: Float64Array, k: number): Float64Array {
  return ranks.map((rank) => (rank <= k ? 1 / Math.log2(1 + rank) : 0))
}

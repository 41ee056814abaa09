// Definitions: Recall@k = hits / |targets| (not min(k, .)); NDCG@k = sum of 1/log2(rank+1) over hits, divided by the same
// sum for min(|targets|, k) hits in front; MRR@k = 1/rank of the first hit; HR@k = 1 with any hit; MAP@k = sum over hits of
// (hits down to their rank) / rank, divided by min(|targets|, k). Ranks start at 1.

export const metricNames = ['recall', 'ndcg', 'mrr', 'hr', 'map'] as const
type MetricName = (typeof metricNames)[number]

/**
 * The metrics of one list at each k.
 * `list`: rows best first. `targets`: wanted rows, each once; rows below 0 (unknown items) count as misses; at least one.
 */
export function listMetrics(
  list: Int32Array,
  targets: Int32Array,
  ks: readonly number[],
): Record<MetricName, number>[] {
  if (targets.length === 0) throw new RangeError('listMetrics: no targets')
  const wanted = new Set(targets)
  const ranks: number[] = []
  for (let k = 0; k < list.length; k++) if (list[k]! >= 0 && wanted.has(list[k]!)) ranks.push(k + 1)
  return ks.map((k) => {
    const hits = ranks.filter((rank) => rank <= k)
    const gain = hits.reduce((sum, rank) => sum + discount(rank), 0)
    return {
      recall: hits.length / targets.length,
      ndcg: gain / idealGain(Math.min(targets.length, k)),
      mrr: hits.length > 0 ? 1 / hits[0]! : 0,
      hr: hits.length > 0 ? 1 : 0,
      map: hits.reduce((sum, rank, before) => sum + (before + 1) / rank, 0) / Math.min(targets.length, k),
    }
  })
}

const discount = (rank: number) => 1 / Math.log2(rank + 1)

function idealGain(hits: number): number {
  let sum = 0
  for (let rank = 1; rank <= hits; rank++) sum += discount(rank)
  return sum
}

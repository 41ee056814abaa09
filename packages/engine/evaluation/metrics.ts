// Definitions: Recall@k = hits / |targets| (not min(k, .)); NDCG@k = sum of 1/log2(rank+1) over hits, divided by the same
// sum for min(|targets|, k) hits in front; MRR@k = 1/rank of the first hit; HR@k = 1 with any hit; MAP@k = sum over hits of
// (hits down to their rank) / rank, divided by min(|targets|, k). Ranks start at 1.

/** What a metric is made of: `ranks` of the hits down to k, ascending, and how many targets there were. */
interface Hits {
  readonly ranks: readonly number[]
  readonly targets: number
  readonly k: number
}

const formulas = {
  recall: ({ ranks, targets }) => ranks.length / targets,
  ndcg: ({ ranks, targets, k }) => gainOf(ranks) / idealGain(Math.min(targets, k)),
  mrr: ({ ranks }) => (ranks.length > 0 ? 1 / ranks[0]! : 0),
  hr: ({ ranks }) => (ranks.length > 0 ? 1 : 0),
  map: ({ ranks, targets, k }) =>
    ranks.reduce((sum, rank, before) => sum + (before + 1) / rank, 0) / Math.min(targets, k),
} as const satisfies Readonly<Record<string, (hits: Hits) => number>>

type MetricName = keyof typeof formulas
export const metricNames = Object.keys(formulas) as readonly MetricName[]

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
  const all: number[] = []
  for (let k = 0; k < list.length; k++) if (list[k]! >= 0 && wanted.has(list[k]!)) all.push(k + 1)
  return ks.map((k) => {
    const hits = { ranks: all.filter((rank) => rank <= k), targets: targets.length, k }
    const values = metricNames.map((name) => [name, formulas[name](hits)])
    return Object.fromEntries(values) as Record<MetricName, number>
  })
}

const gainOf = (ranks: readonly number[]) => ranks.reduce((sum, rank) => sum + discount(rank), 0)
const discount = (rank: number) => 1 / Math.log2(rank + 1)

function idealGain(hits: number): number {
  let sum = 0
  for (let rank = 1; rank <= hits; rank++) sum += discount(rank)
  return sum
}

// One impression: items shown together, some clicked. Definitions of the MIND news benchmark (Wu et al., ACL 2020): AUC = share
// of (clicked, not clicked) pairs in the right order, ties one half; MRR = mean over the clicked of 1/rank; NDCG@k = sum of
// 1/log2(rank + 1) over clicked ranks up to k, divided by the same sum for min(clicked, k) clicks in front. Averaged over
// impressions, each with at least one click and one item left alone: no number is defined for the others.

/** Throws on lists of unequal length, a score that is NaN, no click or nothing but clicks. O(n log n). */
export function impressionAuc(scores: ArrayLike<number>, clicked: ArrayLike<number>): number {
  const positives = clicksOf(scores, clicked)
  const order = byScore(scores)
  let pairs = 0
  let below = 0 // items not clicked with a lower score than this group
  for (let from = 0; from < order.length; ) {
    let to = from
    let hits = 0
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++)
      if (isClicked(clicked, order[to]!)) hits++
    const misses = to - from - hits
    pairs += hits * (below + misses / 2)
    below += misses
    from = to
  }
  return pairs / (positives * (order.length - positives))
}

/** Places of the items, best first: score descending, ties by lower `tieOrder` (default: as they were shown). */
export function impressionOrder(scores: ArrayLike<number>, tieOrder?: ArrayLike<number>): Int32Array {
  const place = (k: number) => (tieOrder === undefined ? k : tieOrder[k]!)
  return Int32Array.from({ length: scores.length }, (_, k) => k).sort(
    (a, b) => scores[b]! - scores[a]! || place(a) - place(b),
  )
}

/** MRR of an order (places, best first). */
export function impressionMrr(order: Int32Array, clicked: ArrayLike<number>): number {
  const ranks = clickedRanks(order, clicked)
  return ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length
}

/** NDCG@k of an order (places, best first). */
export function impressionNdcg(order: Int32Array, clicked: ArrayLike<number>, k: number): number {
  if (!(Number.isInteger(k) && k >= 1)) throw new RangeError(`impressionNdcg: k is ${k}; it must be 1 or more`)
  const ranks = clickedRanks(order, clicked)
  let gain = 0
  let ideal = 0
  for (const rank of ranks) if (rank <= k) gain += 1 / Math.log2(rank + 1)
  for (let rank = 1; rank <= Math.min(k, ranks.length); rank++) ideal += 1 / Math.log2(rank + 1)
  return gain / ideal
}

const isClicked = (clicked: ArrayLike<number>, k: number) => clicked[k] !== 0

function byScore(scores: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: scores.length }, (_, k) => k).sort((a, b) => scores[a]! - scores[b]!)
}

function clickedRanks(order: Int32Array, clicked: ArrayLike<number>): number[] {
  clicksOf(order, clicked)
  const ranks: number[] = []
  for (let k = 0; k < order.length; k++) if (isClicked(clicked, order[k]!)) ranks.push(k + 1)
  return ranks
}

function clicksOf(values: ArrayLike<number>, clicked: ArrayLike<number>): number {
  if (values.length !== clicked.length)
    throw new RangeError(`impression: ${values.length} items and ${clicked.length} clicks`)
  let positives = 0
  for (let k = 0; k < clicked.length; k++) {
    if (Number.isNaN(values[k])) throw new RangeError(`impression: the score of item ${k} is NaN`)
    if (isClicked(clicked, k)) positives++
  }
  if (positives === 0 || positives === clicked.length)
    throw new RangeError(`impression: ${positives} of ${clicked.length} items are clicked; both kinds are needed`)
  return positives
}

import { exp2, ln } from '../data/portable-math.ts'
import type { Examples } from './examples.ts'
import { type Objective, sigmoid } from './objective.ts'

/**
 * LambdaMART: the rows of a query pull apart in pairs, each by how much swapping the two would change NDCG. Burges, "From
 * RankNet to LambdaRank to LambdaMART", MSR-TR-2010-82, with sigma = 1, gains 2^label - 1, discounts 1 / log2(1 + rank).
 *
 * Only pairs with a member among the first `truncation` of the current order count. O(rows x truncation) per tree at
 * worst, O(rows) where a query has one wanted row. `loss` is 1 - NDCG@truncation, averaged over queries that want something.
 */
export function lambdamart(examples: Examples, { truncation }: { truncation: number }): Objective {
  if (!(Number.isInteger(truncation) && truncation >= 1))
    throw new RangeError(`lambdamart: truncation is ${truncation}; it must be a whole number, at least 1`)
  const discounts = discountsOf(examples)
  const queries = queriesOf(examples, { truncation, discounts })
  const order = new Int32Array(examples.labels.length).map((_, row) => row)
  const gains = Float64Array.from(examples.labels, (label) => exp2(label) - 1)
  return {
    start: 0,
    derive(scores, pairs) {
      pairs.fill(0)
      for (const query of queries) {
        sortByScore(order, query, scores)
        addLambdas({ order, scores, gains, discounts, truncation }, query, pairs)
      }
    },
    loss(scores) {
      let sum = 0
      for (const query of queries) {
        sortByScore(order, query, scores)
        const end = Math.min(query.to, query.from + truncation)
        for (let k = query.from; k < end; k++) sum += gains[order[k]!]! * discounts[k - query.from]! * query.scale
      }
      return queries.length === 0 ? 0 : 1 - sum / queries.length
    },
  }
}

/** Rows from..to with something to want; `scale` is 1 / the best DCG they can have. */
interface Query {
  readonly from: number
  readonly to: number
  readonly scale: number
}

function discountsOf({ groups = new Int32Array(0) }: Examples): Float64Array {
  let longest = 0
  for (let q = 1; q < groups.length; q++) longest = Math.max(longest, groups[q]! - groups[q - 1]!)
  return Float64Array.from({ length: longest }, (_, k) => Math.LN2 / ln(2 + k))
}

/** Queries in which not all rows have the same label; the others cannot be ranked better or worse. */
function queriesOf({ labels, groups }: Examples, rules: { truncation: number; discounts: Float64Array }): Query[] {
  if (groups === undefined) throw new RangeError('lambdamart: the examples have no groups')
  const odd = labels.find((label) => !(Number.isInteger(label) && label >= 0 && label <= 30))
  if (odd !== undefined) throw new RangeError(`lambdamart: label ${odd}; labels are whole grades, 0 to 30`)
  const queries: Query[] = []
  for (let q = 0; q + 1 < groups.length; q++) {
    const [from, to] = [groups[q]!, groups[q + 1]!]
    const sorted = labels.slice(from, to).sort().reverse()
    if (sorted.length === 0 || sorted[0] === sorted.at(-1)) continue
    let ideal = 0
    for (let k = 0; k < Math.min(rules.truncation, sorted.length); k++)
      ideal += (exp2(sorted[k]!) - 1) * rules.discounts[k]!
    queries.push({ from, to, scale: 1 / ideal })
  }
  return queries
}

/** Best score first, ties by lower row. Insertion sort: from one tree to the next the order hardly changes. */
function sortByScore(order: Int32Array, { from, to }: Query, scores: Float64Array): void {
  for (let k = from + 1; k < to; k++) {
    const row = order[k]!
    const score = scores[row]!
    let at = k
    while (at > from) {
      const other = order[at - 1]!
      if (scores[other]! > score || (scores[other]! === score && other < row)) break
      order[at--] = other
    }
    order[at] = row
  }
}

interface Ranked {
  readonly order: Int32Array
  readonly scores: Float64Array
  readonly gains: Float64Array
  readonly discounts: Float64Array
  readonly truncation: number
}

/** For the better row of a pair, gradient - rho |change|, the other + rho |change|; both hessian rho (1 - rho) |change|. */
function addLambdas({ order, scores, gains, discounts, truncation }: Ranked, query: Query, pairs: Float32Array): void {
  const { from, to, scale } = query
  const front = Math.min(to, from + truncation)
  for (let k = from; k < front; k++) {
    const a = order[k]!
    const gain = gains[a]!
    const discount = discounts[k - from]!
    let [gradient, hessian] = [0, 0]
    for (let other = k + 1; other < to; other++) {
      const b = order[other]!
      const more = gain - gains[b]!
      if (more === 0) continue
      const change = Math.abs(more * (discount - discounts[other - from]!)) * scale
      const ahead = more > 0 ? scores[a]! - scores[b]! : scores[b]! - scores[a]!
      const rho = 1 - tabled(ahead)
      const pull = more > 0 ? -rho * change : rho * change
      const bend = rho * (1 - rho) * change
      gradient += pull
      hessian += bend
      pairs[2 * b]! -= pull
      pairs[2 * b + 1]! += bend
    }
    pairs[2 * a]! += gradient
    pairs[2 * a + 1]! += hessian
  }
}

// The logistic function at steps of 1/256, straight lines between: 2e-7 off at most, and ten times as fast.
const [reach, perUnit] = [32, 256]
const table = Float64Array.from({ length: 2 * reach * perUnit + 2 }, (_, k) => sigmoid(k / perUnit - reach))

function tabled(x: number): number {
  if (!(x > -reach)) return 0
  if (x >= reach) return 1
  const at = (x + reach) * perUnit
  const below = Math.floor(at)
  return table[below]! + (at - below) * (table[below + 1]! - table[below]!)
}

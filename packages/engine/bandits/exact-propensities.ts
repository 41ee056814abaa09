import type { BetaPosteriors } from './beta-posterior.ts'
import { betaDistribution } from './incomplete-beta.ts'
import type { RankingPropensities } from './ranking-propensities.ts'

interface QuadratureOptions {
  /** No posterior has more than this mass between two nodes; the error falls with its square. Default 1/256: below 1e-4. */
  readonly mass?: number
}

/**
 * Propensities of Beta-Bernoulli Thompson sampling by quadrature, for the positions `shown` of the candidates, best first.
 * The draws are independent, so with F_j their distribution functions
 *   P(a1 > a2 > ... > al > all others) = integral of H_(l-1)(x) * product of F_j over the others, dF_al(x),
 *   H_l(x) = P(a1 > ... > al > x) = integral from x of H_(l-1) dF_al,  H_0 = 1,
 *   P(a at position p) = integral of P(exactly p - 1 others exceed x) dF_a(x).
 * O(candidates^2 / mass) evaluations of a distribution function: for audits and replays. While a reader waits, sample with
 * ranking-propensities.ts: `npm run bench -- bandits` has both.
 */
export function exactPropensities(
  posteriors: BetaPosteriors,
  shown: Int32Array,
  { mass = 1 / 256 }: QuadratureOptions = {},
): RankingPropensities {
  if (!(mass > 0 && mass < 1)) throw new RangeError(`exactPropensities: mass is ${mass}; it must be between 0 and 1`)
  const count = posteriors.alpha.length
  for (const row of shown)
    if (!(row >= 0 && row < count))
      throw new RangeError(`exactPropensities: position ${row} is shown; candidates are 0..${count - 1}`)
  const nodes = distributionsAtNodes(posteriors, mass)
  return { atPosition: positionProbabilities(nodes, shown), prefix: prefixProbabilities(nodes, shown) }
}

/** F_j of every candidate at ascending points of 0..1, dense where any of them rises. */
function distributionsAtNodes({ alpha, beta }: BetaPosteriors, mass: number): Float64Array[] {
  const at = (x: number) => alpha.map((a, j) => betaDistribution(x, a, beta[j]!))
  const nodes: Float64Array[] = [at(0)]
  const split = (from: number, to: number, low: Float64Array, high: Float64Array): void => {
    if (to - from > 1e-12 && low.some((value, j) => high[j]! - value > mass)) {
      const middle = (from + to) / 2
      const values = at(middle)
      split(from, middle, low, values)
      split(middle, to, values, high)
    } else nodes.push(high)
  }
  split(0, 1, nodes[0]!, at(1))
  return nodes
}

function prefixProbabilities(nodes: readonly Float64Array[], shown: Int32Array): Float64Array {
  const others = nodes.map((values) => productsBelow(values, shown))
  let above = new Float64Array(nodes.length).fill(1)
  return Float64Array.from(shown, (row, l) => {
    const probability = integral(nodes, row, (node) => above[node]! * others[node]![l]!)
    const next = new Float64Array(nodes.length)
    for (let node = nodes.length - 2; node >= 0; node--)
      next[node] =
        next[node + 1]! + ((nodes[node + 1]![row]! - nodes[node]![row]!) * (above[node]! + above[node + 1]!)) / 2
    above = next
    return probability
  })
}

/** For each l, the product of F_j over all candidates but the first l + 1 shown. */
function productsBelow(values: Float64Array, shown: Int32Array): Float64Array {
  const first = new Set(shown)
  let product = 1
  for (let j = 0; j < values.length; j++) if (!first.has(j)) product *= values[j]!
  const products = new Float64Array(shown.length)
  for (let l = shown.length - 1; l >= 0; l--) {
    products[l] = product
    product *= values[shown[l]!]!
  }
  return products
}

function positionProbabilities(nodes: readonly Float64Array[], shown: Int32Array): Float64Array {
  return Float64Array.from(shown, (row, position) =>
    integral(nodes, row, (node) => exactlyAbove(nodes[node]!, row, position)),
  )
}

/** P(exactly `wanted` candidates other than `row` exceed x), one candidate after the other (Poisson binomial). */
function exactlyAbove(values: Float64Array, row: number, wanted: number): number {
  const chance = new Float64Array(wanted + 1)
  chance[0] = 1
  for (let j = 0; j < values.length; j++) {
    if (j === row) continue
    for (let k = wanted; k >= 0; k--)
      chance[k] = chance[k]! * values[j]! + (k > 0 ? chance[k - 1]! * (1 - values[j]!) : 0)
  }
  return chance[wanted]!
}

/** Trapezoid in F_row: exact in the mass, so a density that is infinite at an end does no harm. */
function integral(nodes: readonly Float64Array[], row: number, value: (node: number) => number): number {
  let sum = 0
  let before = value(0)
  for (let node = 1; node < nodes.length; node++) {
    const here = value(node)
    sum += ((nodes[node]![row]! - nodes[node - 1]![row]!) * (before + here)) / 2
    before = here
  }
  return sum
}

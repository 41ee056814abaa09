import { topRows } from '../../data/top-rows.ts'
import { betaDraw } from '../../random/distributions.ts'
import { derive } from '../../random/random.ts'
import { type Chance, type Draw, shareOf } from './chance.ts'

interface ThompsonOptions {
  readonly share: number
  readonly shareOnRung?: Chance['shareOnRung']
  readonly fromSlot?: number
  /**
   * Only so many candidates, those that could best be clicked (mean and three standard deviations), are drawn from. Default:
   * twice as many as slots will be drawn for on average, at least 20, at most 100.
   */
  readonly among?: number
  /** Draws per candidate that the chances are made of; default 16. */
  readonly draws?: number
}

/** Bits of a draw that decide; the rest of a number's 53 says whose draw it is. */
const precision = 2 ** 40
const most = 2 ** 13

/**
 * Beta-Bernoulli Thompson sampling for each slot by itself, over the click rates of `state.engagement` where the reader is:
 * draw a rate for each candidate left, show the largest (Thompson, Biometrika 25, 1933). The same seed gives the same draws.
 *
 * So that the propensity is known exactly and at once, each candidate has a set of draws from its posterior, and a slot
 * compares one of each set, all equally likely: one of several independent draws is a draw, so this is Thompson sampling;
 * and of finitely many outcomes the chance to be the largest is counted, not estimated. It is the chance given the sets of
 * this seed; its mean over seeds is the chance under the posteriors themselves.
 */
export function thompson({ share, shareOnRung = {}, fromSlot = 0, among, draws = 16 }: ThompsonOptions): Chance {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`thompson: share is ${share}; it must be in 0..1`)
  // Within these limits draws^-among is a number above 0.
  for (const [name, value, limit] of [
    ['among', among ?? 1, 100],
    ['draws', draws, 256],
  ] as const)
    if (!(Number.isInteger(value) && value >= 1 && value <= limit))
      throw new RangeError(`thompson: ${name} is ${value}; it must be a whole number in 1..${limit}`)
  return {
    name: 'thompson',
    share,
    shareOnRung,
    fromSlot,
    begin: (context, ranked) => {
      const { request, state } = context
      if (state.engagement === null) return null
      const posteriors = state.engagement.posteriors(ranked.rows, { region: request.region ?? null, now: request.now })
      const slots = request.take * shareOf(context, { share, shareOnRung })
      const pool = topRows(optimism(posteriors), among ?? Math.min(100, Math.max(20, Math.ceil(2 * slots)))).sort()
      const rng = derive(request.seed, 'thompson')
      const sets = new Float64Array(pool.length * draws)
      pool.forEach((position, member) => {
        // By id: a replay has other rows.
        const own = rng.derive(state.catalogue.items.id(ranked.rows[position]!))
        const [alpha, beta] = [posteriors.alpha[position]!, posteriors.beta[position]!]
        for (let k = 0; k < draws; k++) sets[member * draws + k] = betaDraw(own, alpha, beta)
      })
      return chanceOfLargest(pool, sets)
    },
  }
}

function optimism({ alpha, beta }: { readonly alpha: Float64Array; readonly beta: Float64Array }): Float64Array {
  return alpha.map((a, k) => {
    const sum = a + beta[k]!
    return a / sum + 3 * Math.sqrt((a * beta[k]!) / (sum * sum * (sum + 1)))
  })
}

/**
 * Chance of each position to have the largest of one draw from each set (equally many per position, one set after the other), ties to the earlier position: one walk over all
 * draws from the smallest on. With c_j draws of set j below the one at hand it is the largest in a share product of c_j / n
 * over the others; it counts 1 / n of its own.
 */
export function chanceOfLargest(pool: Int32Array, sets: Float64Array): Draw {
  const draws = pool.length === 0 ? 0 : sets.length / pool.length
  const ascending = membersByDraw(sets, draws)
  const memberOf = new Map<number, number>()
  for (let member = 0; member < pool.length; member++) memberOf.set(pool[member]!, member)
  const inverse = Float64Array.from({ length: draws + 1 }, (_, c) => 1 / Math.max(1, c))
  const growth = inverse.map((one, c) => (c === 0 ? 1 / draws : 1 + one))
  const below = new Int32Array(pool.length)
  const chance = new Float64Array(pool.length)
  const open = new Uint8Array(pool.length)
  const chances = (among: Int32Array) => {
    open.fill(0)
    below.fill(0)
    chance.fill(0)
    let unbeaten = 0 // members that no draw is below of yet: all but the one at hand must be beaten
    for (const position of among) {
      const member = memberOf.get(position)
      if (member === undefined) continue
      open[member] = 1
      unbeaten++
    }
    let product = 1 // of c_j / n over all that have a draw below
    for (let k = 0; k < ascending.length; k++) {
      const member = ascending[k]!
      if (open[member] === 0) continue
      const count = below[member]!
      if (unbeaten === 0) chance[member]! += product * inverse[count]!
      else if (count === 0) {
        if (unbeaten === 1) chance[member]! += product / draws
        unbeaten--
      }
      product *= growth[count]!
      below[member] = count + 1
    }
    return Float64Array.from(among, (position) => chance[memberOf.get(position) ?? -1] ?? 0)
  }
  return { pool, chances }
}

/** Whose draw it is, smallest draw first; of equal ones the earlier member counts as the larger. */
function membersByDraw(sets: Float64Array, draws: number): Int16Array {
  const keys = new Float64Array(sets.length)
  for (let k = 0; k < keys.length; k++)
    keys[k] = Math.floor(sets[k]! * (precision - 1)) * most + (most - 1 - Math.floor(k / draws))
  keys.sort()
  const members = new Int16Array(keys.length)
  for (let k = 0; k < keys.length; k++) members[k] = most - 1 - (keys[k]! - Math.floor(keys[k]! / most) * most)
  return members
}

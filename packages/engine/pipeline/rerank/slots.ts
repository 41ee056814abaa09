import { derive, type Random } from '../../random/random.ts'
import type { Ranked, Rerank, StageContext } from '../stage.ts'
import { type Chance, chancesAt, type Draw, drawOrNext, shareOf } from './chance.ts'
import { type Entrants, entrantsOf } from './entrants.ts'
import { type LimitOptions, limitsOf } from './limits.ts'
import { isFree, type Plan, place, planOf } from './plan.ts'
import { firstThenRest, listLength, reorder } from './ranked.ts'
import { type Spacing, spacingOf } from './spacing.ts'

export interface SlotOptions extends LimitOptions {
  readonly chance?: Chance
}

/**
 * Gives each row of the list its slot, from the top down: a pin the slot it is pinned to, promoted rows slots spread evenly,
 * all others the free slots in their order, with rows of one publisher at least `apart` slots apart as long as the rows left
 * allow. Where chance has a free slot it draws among the rows left and the candidates outside that break no limit: one
 * from outside puts the last row out that can leave without breaking one. As nothing moves a row afterwards, propensities are
 * those of the list that is shown.
 */
export function slots(options: SlotOptions = {}): Rerank {
  const { apart = 1, chance } = options
  if (!(Number.isInteger(apart) && apart >= 1))
    throw new RangeError(`slots: apart is ${apart}; it must be a whole number of at least 1`)
  const stage: Rerank = {
    name: 'slots',
    about:
      'Gives slots: pins, promotions, publishers apart, and some to chance, to find out about what is not known yet',
    weights: { apart, ...(chance && { exploration: chance.share, explorationFromSlot: chance.fromSlot }) },
    arrange: (context, ranked) => {
      const plan = planOf(context, ranked, listLength(context.request.take, ranked))
      const publisher = ranked.rows.map((row) => context.state.catalogue.publisher[row]!)
      const filling = { ranked, plan, spacing: spacingOf(plan, publisher, context.request.rules?.apart ?? apart) }
      return fill(filling, drawsOf(context, filling, options), context.observe)
    },
  }
  return options === none ? stage : { ...stage, onEditorial: requested }
}

const none: SlotOptions = {}
const requested = slots(none)

interface Filling {
  readonly ranked: Ranked
  readonly plan: Plan
  readonly spacing: Spacing
}

interface Draws {
  readonly draw: Draw
  readonly entrants: Entrants
  readonly share: number
  readonly fromSlot: number
  readonly rng: Random
}

/** Null where nothing is left to chance. */
function drawsOf(context: StageContext, filling: Filling, options: SlotOptions): Draws | null {
  const { chance } = options
  if (chance === undefined) return null
  const share = shareOf(context, chance)
  const { ranked, plan } = filling
  const draw = share === 0 ? null : chance.begin(context, ranked)
  if (draw === null) return null
  const limits = limitsOf({ context, ranked, length: plan.length }, options)
  const entrants = entrantsOf({ ...filling, limits }, draw.pool)
  return { draw, entrants, share, fromSlot: chance.fromSlot, rng: derive(context.request.seed, chance.name) }
}

function fill({ ranked, plan, spacing }: Filling, draws: Draws | null, observe: StageContext['observe']): Ranked {
  const drawn: [slot: number, propensity: number, explored: 0 | 1][] = []
  for (let slot = 0; slot < plan.length; slot++) {
    const { position: next, urgent } = spacing.next(slot)
    let position = next
    if (draws !== null && !urgent && slot >= draws.fromSlot && isFree(plan, slot)) {
      const among = draws.entrants.at(slot, next)
      observe?.(
        slot,
        among.map((each) => ranked.rows[each]!),
        chancesAt(draws.draw, among, draws.share),
      )
      const one = drawOrNext(draws.draw, among, draws)
      position = one.position
      drawn.push([slot, one.propensity, position === next ? 0 : 1])
    }
    draws?.entrants.enter(position)
    place(plan, position, slot)
  }
  const filled = reorder(ranked, firstThenRest(plan.order, ranked.rows.length))
  for (const [slot, propensity, explored] of drawn) {
    filled.propensities[slot] = propensity
    filled.explored[slot] = explored
  }
  return filled
}

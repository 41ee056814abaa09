import { derive, type Random } from '../../random/random.ts'
import type { Ranked, Rerank, StageContext } from '../stage.ts'
import { type Chance, type Draw, drawOrNext } from './chance.ts'
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
    weights: { apart, ...(chance && { exploration: chance.share, explorationFromSlot: chance.fromSlot }) },
    arrange: (context, ranked) => {
      const length = listLength(context.request.take, ranked)
      const plan = planOf(context, ranked, length)
      const draw = chance?.begin(context, ranked) ?? null
      const publisher = ranked.rows.map((row) => context.state.catalogue.publisher[row]!)
      const spacing = spacingOf(plan, publisher, apart)
      const entrants =
        draw === null
          ? null
          : entrantsOf({ plan, spacing, limits: limitsOf({ context, ranked, length }, options) }, draw.pool)
      const draws = draw === null ? null : { draw, entrants: entrants!, ...shareOf(context, chance!) }
      return fill({ ranked, plan, spacing }, draws)
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

function shareOf({ request, rung }: StageContext, { name, share, shareOnRung, fromSlot }: Chance) {
  const ofRung = rung === undefined ? undefined : shareOnRung?.[rung]
  const asked = request.rules?.exploration ?? ofRung ?? share
  if (!(asked >= 0 && asked <= 1)) throw new RangeError(`slots: exploration is ${asked}; it must be in 0..1`)
  return { share: asked, fromSlot, rng: derive(request.seed, name) }
}

function fill({ ranked, plan, spacing }: Filling, draws: Draws | null): Ranked {
  const propensities = new Float64Array(ranked.rows.length).fill(1)
  const explored = new Uint8Array(ranked.rows.length)
  for (let slot = 0; slot < plan.length; slot++) {
    const { position: next, urgent } = spacing.next(slot)
    if (draws === null || urgent || slot < draws.fromSlot || !isFree(plan, slot)) {
      draws?.entrants.enter(next)
      place(plan, next, slot)
      continue
    }
    const among = draws.entrants.at(slot, next)
    const { position, propensity } = drawOrNext(draws.draw, among, draws)
    propensities[slot] = propensity
    explored[slot] = position === next ? 0 : 1
    draws.entrants.enter(position)
    place(plan, position, slot)
  }
  return { ...reorder(ranked, firstThenRest(plan.order, ranked.rows.length)), propensities, explored }
}

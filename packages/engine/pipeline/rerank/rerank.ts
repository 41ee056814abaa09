// The list as a whole: what a recipe and one request ask of it beyond the worth of each row. Stages of stage.ts, pure, in the
// engine's own order of ties. Not here: worth (value.ts), what must not be shown (filters.ts). Start at `listRules`.
import type { Rerank } from '../stage.ts'
import { avoidPaywall } from './avoid-paywall.ts'
import { boosts } from './boosts.ts'
import type { Chance } from './chance.ts'
import { minimumRelevance } from './minimum-relevance.ts'
import { mmr } from './mmr.ts'
import { oneOfEachStory } from './one-of-each-story.ts'
import { quotas } from './quotas.ts'
import { type RotationOptions, rotation } from './rotation.ts'
import { type SlotOptions, slots } from './slots.ts'
import { thompson } from './thompson.ts'

export interface ListRules extends SlotOptions {
  readonly minimumRelevance?: number
  readonly rotation?: RotationOptions
  /** `mmr` or `dpp`; default `mmr` for requests that ask for `rules.diversity`. */
  readonly diversity?: Rerank
  /** Other stages that look for a better order: `calibrate`, `spread`. */
  readonly order?: readonly Rerank[]
  /** Default `thompson` for requests that ask for `rules.exploration`. */
  readonly chance?: Chance
}

/**
 * All rules of a recipe and of a request (`request.rules`, which goes first), in the one order in which none undoes another:
 *
 * 1. `minimumRelevance` while scores are worth and nothing else, so that no boost lifts a row over the bar.
 * 2. `boosts`, `rotation` of what they made of the score, `avoidPaywall`: they change scores, and all after them goes by scores.
 * 3. `oneOfEachStory`, now that it is known which of them is best, so that none takes a place below.
 * 4. `diversity` and `order`: wishes, each given up as far as need be for the rules below.
 * 5. `quotas` chooses which rows are in the list: quotas, promotions and pins together, as each alone would break another.
 * 6. `slots` gives them slots: pins, promotions, publishers apart, exploration. Last, because a row that is moved after
 *    chance put it has no known propensity; nothing enters that breaks what step 5 saw to.
 *
 * On the editors' order only the request's own pins, promotions and quotas are kept.
 */
export function listRules(rules: ListRules): Rerank[] {
  return [
    minimumRelevance(rules.minimumRelevance),
    boosts,
    rotation(rules.rotation),
    avoidPaywall(),
    oneOfEachStory,
    rules.diversity ?? mmr({ diversity: 0 }),
    ...(rules.order ?? []),
    quotas(rules),
    slots({ ...rules, chance: rules.chance ?? thompson({ share: 0 }) }),
  ]
}

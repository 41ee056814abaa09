// The ladder of rankers: the first that knows orders, what it does not know keeps the order below it. Interests (linear
// Thompson sampling) → click rates by context → Thompson sampling → the constant prior (ranking.ts).
import type { Log } from '../../kernel/log/log.ts'
import type { RatesByContext } from './context-rates.ts'
import { type Context, contextKeys } from './contexts.ts'
import { contextualRanking } from './contextual-ranking.ts'
import type { InterestModel } from './interest-model.ts'
import { drawnWeights, interestRanking } from './interest-ranking.ts'
import type { Interests } from './interests.ts'
import type { Learnt } from './learnt.ts'
import type { Ranker, Ranking } from './ranking.ts'

interface Reader {
  readonly ranker: Ranker
  readonly context: Context
  readonly interests: Interests | null
}

interface Rankers {
  /** For readers of no known interests the same ranking in the same context as long as `everybodys` is. */
  apply(everybodys: Ranking, of: Reader): Ranking
}

export function openRankers(learnt: Learnt, log: Log): Rankers {
  const made = new WeakMap<Ranking, Map<string, Ranking>>()
  const contextual = (everybodys: Ranking, rates: RatesByContext, context: Context): Ranking => {
    const known = made.get(everybodys) ?? new Map<string, Ranking>()
    made.set(everybodys, known)
    const key = contextKeys(context).join()
    const ranking = known.get(key) ?? contextualRanking(everybodys, rates, context)
    known.set(key, ranking)
    return ranking
  }
  const drawn = new WeakMap<Ranking, { readonly model: InterestModel; readonly weights: Float64Array }>()
  const weightsOf = (everybodys: Ranking, model: InterestModel): Float64Array => {
    const known = drawn.get(everybodys)
    if (known?.model === model) return known.weights
    const weights = drawnWeights(model, everybodys)
    drawn.set(everybodys, { model, weights })
    return weights
  }
  const ordered = (everybodys: Ranking, { ranker, context, interests }: Reader): Ranking => {
    const rates = learnt.rates()
    const below = rates === null ? everybodys : contextual(everybodys, rates.contexts, context)
    const model = ranker === 'interests' && interests !== null ? learnt.interests() : null
    if (model === null || interests === null) return below
    return interestRanking(below, model, { weights: weightsOf(everybodys, model), interests, context })
  }
  return {
    apply(everybodys, reader) {
      if (reader.ranker === 'thompson') return everybodys
      try {
        return ordered(everybodys, reader)
      } catch (cause) {
        log.error({ err: cause, ranker: reader.ranker }, 'a ranker failed; the New Tab is ranked by Thompson sampling')
        return everybodys
      }
    },
  }
}

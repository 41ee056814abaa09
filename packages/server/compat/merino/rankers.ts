// The ladder of rankers: what knows this context orders, what it does not know keeps the order below it. Learnt rates by
// context → Thompson sampling → the constant prior (ranking.ts).
import type { RatesByContext } from './context-rates.ts'
import { type Context, contextKeys } from './contexts.ts'
import { contextualRanking } from './contextual-ranking.ts'
import type { Learnt } from './learnt.ts'
import type { Ranker, Ranking } from './ranking.ts'

export interface Rankers {
  /** The same ranking for the same context as long as `everybodys` is. */
  apply(everybodys: Ranking, of: { readonly ranker: Ranker; readonly context: Context }): Ranking
}

export function openRankers(learnt: Learnt): Rankers {
  const made = new WeakMap<Ranking, Map<string, Ranking>>()
  const contextual = (everybodys: Ranking, rates: RatesByContext, context: Context): Ranking => {
    const known = made.get(everybodys) ?? new Map<string, Ranking>()
    made.set(everybodys, known)
    const key = contextKeys(context).join()
    const ranking = known.get(key) ?? contextualRanking(everybodys, rates, context)
    known.set(key, ranking)
    return ranking
  }
  return {
    apply(everybodys, { ranker, context }) {
      const rates = ranker === 'thompson' ? null : learnt.rates()
      return rates === null ? everybodys : contextual(everybodys, rates.contexts, context)
    },
  }
}

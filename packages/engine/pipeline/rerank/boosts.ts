import type { Rerank } from '../stage.ts'
import { rescored } from './ranked.ts'

/**
 * `rules.boosts`: the score of a row is multiplied by the factors of all boosts that hold for it (divided, where it is
 * negative, so that a factor above 1 always helps), and the difference is the part `boost` of its reason.
 */
export const boosts: Rerank = {
  name: 'boosts',
  about: 'Raises or lowers what the request names',
  arrange: ({ request }, ranked) => {
    const asked = request.rules?.boosts ?? []
    if (asked.length === 0) return ranked
    for (const { name, factor } of asked)
      if (!(factor > 0 && factor < Number.POSITIVE_INFINITY))
        throw new RangeError(`boosts: the factor of ${name} is ${factor}; it must be above 0 and finite`)
    const change = ranked.scores.map((score, k) => {
      let factor = 1
      for (const boost of asked) if (boost.holds[ranked.rows[k]!] === 1) factor *= boost.factor
      return factor === 1 ? 0 : (score >= 0 ? score * factor : score / factor) - score
    })
    return rescored(ranked, change, 'boost')
  },
}

import { topRows } from '../data/top-rows.ts'
import { derive, shuffle } from '../random/random.ts'
import type { Source, StageContext } from './stage.ts'
import { firstAllowed, withScores } from './take-rows.ts'

interface ExplorationOptions {
  /** Newest rows looked at; default 200. */
  readonly newest?: number
  /** Rows drawn from the whole catalogue and looked at, so that an old item nobody was shown has its chance; default 50. */
  readonly drawn?: number
}

/**
 * What is known least: the rows whose click rate is most uncertain, which are those with the fewest shows and, of these,
 * those with a chance to be good. The score is the standard deviation of the rate. Where no shows were counted, all is
 * equally unknown and lots decide. What is looked at is bounded, so the cost does not grow with the catalogue.
 */
export function exploration(limit: number, { newest = 200, drawn = 50 }: ExplorationOptions = {}): Source {
  return {
    name: 'exploration',
    about: 'Proposes what is new and hardly shown yet',
    propose: (context) => {
      const pool = poolOf(context, { newest, drawn })
      const { request, state } = context
      if (state.engagement === null) {
        const rows = pool.subarray(0, limit)
        return { rows, scores: new Float64Array(rows.length).fill(1) }
      }
      const moment = { region: request.region ?? null, now: request.now }
      const { alpha, beta } = state.engagement.posteriors(pool, moment)
      const uncertainty = alpha.map((a, k) => deviation(a, beta[k]!))
      const best = topRows(uncertainty, limit)
      return { rows: best.map((k) => pool[k]!), scores: withScores(best, uncertainty).scores }
    },
  }
}

/** Allowed rows, each once, in an order of chance: ties are not for the newest. */
function poolOf(
  { request, state, refused }: StageContext,
  { newest, drawn }: Required<ExplorationOptions>,
): Int32Array {
  const rng = derive(request.seed, 'exploration')
  const fresh = firstAllowed(state.catalogue.newestFirst, newest, refused)
  const rows = new Int32Array(fresh.length + drawn)
  rows.set(fresh)
  let count = fresh.length
  for (let k = 0; k < drawn && refused.length > 0; k++) {
    const row = rng.integer(refused.length)
    if (refused[row] === 0 && !rows.subarray(0, count).includes(row)) rows[count++] = row
  }
  return shuffle(rng, rows.subarray(0, count))
}

/** Standard deviation of a Beta distribution. */
function deviation(alpha: number, beta: number): number {
  const sum = alpha + beta
  return Math.sqrt((alpha * beta) / (sum + 1)) / sum
}

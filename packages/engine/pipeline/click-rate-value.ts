import type { Reason } from './slate.ts'
import type { Scorer } from './stage.ts'

/**
 * Third rung: nothing is known of the reader but perhaps where they are: the mean of the click rate there. Together with
 * draws from the same posteriors for every slot (rerank/thompson.ts) this is Thompson sampling over the corpus.
 */
export const clickRateValue: Scorer = {
  name: 'click rate',
  about: 'What it is worth by how often it is opened when it is shown',
  rung: 'popular',
  score: ({ request, state }, rows) => {
    if (state.engagement === null) return null
    const { alpha, beta } = state.engagement.posteriors(rows, { region: request.region ?? null, now: request.now })
    const scores = alpha.map((a, k) => a / (a + beta[k]!))
    const explain = (k: number): Reason => ({
      kind: 'popular',
      contributions: [],
      parts: [{ name: 'popularity', contribution: scores[k]! }],
    })
    return { scores, explain }
  },
}

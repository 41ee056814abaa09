import type { Rerank } from '../stage.ts'
import { pinnedRows } from './pins.ts'
import { reorder } from './ranked.ts'

/**
 * Leaves out rows whose score is below `share` of the best one's (`rules.minimumRelevance` of a request goes first): a short
 * list rather than a bad one. Put it first, while scores are worth and nothing else. Pinned rows stay, and so does all when
 * the best score is not above 0.
 */
export function minimumRelevance(share = 0): Rerank {
  refuse(share)
  return {
    name: 'minimum relevance',
    about: 'Leaves out what is worth too little beside the best',
    weights: { share },
    arrange: (context, ranked) => {
      const least = context.request.rules?.minimumRelevance ?? share
      refuse(least)
      const pinned = pinnedRows(context, ranked)
      const { rows, scores } = ranked
      const threshold = least * scores.reduce((best, score) => Math.max(best, score), 0)
      if (threshold <= 0) return ranked
      const kept: number[] = []
      for (let k = 0; k < rows.length; k++) if (scores[k]! >= threshold || pinned.has(rows[k]!)) kept.push(k)
      return kept.length === rows.length ? ranked : reorder(ranked, kept)
    },
  }
}

function refuse(share: number): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`minimumRelevance: share is ${share}; it must be in 0..1`)
}

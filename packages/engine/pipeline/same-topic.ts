import type { Source } from './stage.ts'

/** The most popular of the topics of the reader's history, at most `limit`; ties by lower row. */
export function sameTopic(limit: number): Source {
  return {
    name: 'same topic',
    about: 'Proposes what is read most of the same topics',
    weights: { limit },
    propose: ({ request, state, refused }) => {
      const { topic, rowsOf } = state.catalogue
      const { strength } = state.popularity
      const topics = new Set<number>()
      for (const row of request.history.items) if ((topic[row] ?? -1) >= 0) topics.add(topic[row]!)
      const found: number[] = []
      for (const code of topics) {
        const { indptr, rows } = rowsOf.topic
        for (let k = indptr[code]!; k < indptr[code + 1]!; k++) if (refused[rows[k]!] === 0) found.push(rows[k]!)
      }
      found.sort((a, b) => strength[b]! - strength[a]! || a - b)
      const best = Int32Array.from(found.slice(0, limit))
      return { rows: best, scores: Float64Array.from(best, (row) => strength[row]!) }
    },
  }
}

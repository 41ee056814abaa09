import { KeptValues } from '../data/kept-values.ts'
import { topRows } from '../data/top-rows.ts'
import type { Catalogue, Groups } from './slate.ts'
import type { Source } from './stage.ts'
import { inOrder, takeTurns } from './take-rows.ts'

/**
 * Of each topic the reader follows in turn one of the newest and one of the most popular. Popularity is looked for among
 * the `lookedAt` newest of a topic, which bounds the cost: what is popular and older than those is for the source `popular`.
 */
export function followedTopics(limit: number, { lookedAt = 500 }: { readonly lookedAt?: number } = {}): Source {
  return {
    name: 'followed topics',
    about: 'Proposes the newest of the topics this reader follows',
    propose: ({ request, state, refused }) => {
      const newest = newestOfTopics(state.catalogue)
      const { strength } = state.popularity
      const lists = [...(request.followedTopics ?? [])]
        .sort((a, b) => a - b)
        .flatMap((topic) => {
          const rows = newest.rows.subarray(newest.indptr[topic] ?? 0, newest.indptr[topic + 1] ?? 0)
          const recent = rows.subarray(0, lookedAt)
          return [rows, popularOf(recent, { strength, limit, refused })]
        })
      return inOrder(takeTurns(lists, limit, refused))
    },
  }
}

interface Wanted {
  readonly strength: Float64Array
  readonly limit: number
  readonly refused: Uint8Array
}

/** Best first, ties by the order given; what nobody read is left out. */
function popularOf(rows: Int32Array, { strength, limit, refused }: Wanted): Int32Array {
  const scores = new Float64Array(rows.length)
  for (let k = 0; k < rows.length; k++) scores[k] = refused[rows[k]!] === 0 ? strength[rows[k]!]! : 0
  return topRows(scores, limit)
    .filter((k) => scores[k]! > 0)
    .map((k) => rows[k]!)
}

const kept = new KeptValues<Catalogue, Groups>(1)

/** The rows of each topic, newest first. */
function newestOfTopics(catalogue: Catalogue): Groups {
  return kept.get(catalogue, 'newest of topics', () => {
    const { indptr } = catalogue.rowsOf.topic
    const next = indptr.slice()
    const rows = new Int32Array(catalogue.rowsOf.topic.rows.length)
    for (const row of catalogue.newestFirst) {
      const topic = catalogue.topic[row]!
      if (topic >= 0) rows[next[topic]!++] = row
    }
    return { indptr, rows }
  })
}

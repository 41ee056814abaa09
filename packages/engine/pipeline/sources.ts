// Where candidates come from. Each source costs its own length, not that of the catalogue. Elsewhere: followed-topics.ts,
// exploration.ts, resurfacing.ts.
import { KeptValues } from '../data/kept-values.ts'
import { topRows } from '../data/top-rows.ts'
import type { Proposal, Source } from './stage.ts'
import { firstAllowed, inOrder, takeTurns, withScores } from './take-rows.ts'

export { exploration } from './exploration.ts'
export { followedTopics } from './followed-topics.ts'

/** The first `limit` rows in the editors' order. */
export function corpus(limit: number): Source {
  return {
    name: 'corpus',
    about: 'Proposes what the editors chose, in their order',
    weights: { limit },
    propose: ({ state, refused }) => inOrder(firstAllowed(state.editorialOrder, limit, refused)),
  }
}

/** The first rows of each editorial section, the sections taking turns. */
export function sections(limit: number): Source {
  return {
    name: 'sections',
    about: 'Proposes what stands in the editors’ sections',
    weights: { limit },
    propose: ({ state, refused }) =>
      inOrder(
        takeTurns(
          state.sections.map(({ rows }) => rows),
          limit,
          refused,
        ),
      ),
  }
}

/** The most popular now; rows nobody read are left out. A pass over the catalogue only where most of the leading rows are refused. */
export function popular(limit: number): Source {
  return {
    name: 'popular',
    about: 'Proposes what most is read now',
    weights: { limit },
    propose: ({ state, refused }) => {
      const { strength } = state.popularity
      const led = state.popularity.leading?.()
      const rows = led === undefined ? null : firstAllowed(led.rows, limit, refused)
      if (rows !== null && (rows.length === limit || led?.complete === true)) return withScores(rows, strength)
      return positive(topRows(strength, limit, refused), strength)
    },
  }
}

/** What the personal model puts closest to the reader's history; nothing without a known history. Ties by lower model row. */
export function similar(limit: number): Source {
  return {
    name: 'similar',
    about: 'Proposes what is read by those who read what this reader read',
    weights: { limit },
    propose: ({ personal, refused }) => {
      const view = personal()
      if (view === null) return nothing
      const { toCatalogue, scores } = view
      const closed = closedRows.get(toCatalogue, 'closed', () => new Uint8Array(toCatalogue.length))
      for (let row = 0; row < closed.length; row++)
        closed[row] = toCatalogue[row]! < 0 || refused[toCatalogue[row]!] !== 0 ? 1 : 0
      const best = positive(topRows(scores, limit, closed), scores)
      return { ...best, rows: best.rows.map((row) => toCatalogue[row]!) }
    },
  }
}

/** What others went on to in the same visit. Asks for `margin` times as many as it needs, as filters take some out. */
export function sessionNeighbours(limit: number, { margin = 4 }: { readonly margin?: number } = {}): Source {
  return {
    name: 'session neighbours',
    about: 'Proposes what others read next in visits like this one',
    weights: { limit },
    propose: ({ request, state, refused }) => {
      if (state.sessions === null) return nothing
      const near = state.sessions.neighbours(request.history, Math.ceil(limit * margin))
      const rows = firstAllowed(near, limit, refused)
      return { rows, scores: Float64Array.from(state.sessions.scoreRows(request.history, rows)) }
    },
  }
}

/** The newest of the catalogue. */
export function fresh(limit: number): Source {
  return {
    name: 'fresh',
    about: 'Proposes the newest',
    weights: { limit },
    propose: ({ state, refused }) => inOrder(firstAllowed(state.catalogue.newestFirst, limit, refused)),
  }
}

/** Of one model beside a catalogue; written anew by each list. */
const closedRows = new KeptValues<Int32Array, Uint8Array>(1)

const nothing: Proposal = { rows: new Int32Array(0), scores: new Float64Array(0) }

/** `rows` come best first, so those above 0 are a prefix. */
function positive(rows: Int32Array, scores: Float32Array | Float64Array): Proposal {
  let count = 0
  while (count < rows.length && scores[rows[count]!]! > 0) count++
  return withScores(rows.subarray(0, count), scores)
}

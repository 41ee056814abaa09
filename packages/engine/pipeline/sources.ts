import { topRows } from '../data/top-rows.ts'
import type { Proposal, Source } from './stage.ts'

/** The first `limit` rows in the editors' order; score 1 / (1 + position). */
export function corpus(limit: number): Source {
  return {
    name: 'corpus',
    propose: ({ state, refused }) => {
      const rows = firstAllowed(state.editorialOrder, limit, refused)
      return { rows, scores: reciprocal(rows.length) }
    },
  }
}

/** The most popular now; rows nobody read are left out. */
export function popular(limit: number): Source {
  return {
    name: 'popular',
    propose: ({ state, refused }) =>
      positive(topRows(state.popularity.strength, limit, refused), state.popularity.strength),
  }
}

/** What the personal model puts closest to the reader's history; nothing without a known history. Ties by lower model row. */
export function similar(limit: number): Source {
  return {
    name: 'similar',
    propose: ({ personal, refused }) => {
      const view = personal()
      if (view === null) return nothing
      const closed = new Uint8Array(view.toCatalogue.length)
      for (let row = 0; row < closed.length; row++)
        closed[row] = view.toCatalogue[row]! < 0 || refused[view.toCatalogue[row]!] !== 0 ? 1 : 0
      const scores = new Float64Array(view.scores)
      const best = positive(topRows(scores, limit, closed), scores)
      return { ...best, rows: best.rows.map((row) => view.toCatalogue[row]!) }
    },
  }
}

/** The newest of the catalogue; score 1 / (1 + position). */
export function fresh(limit: number): Source {
  return {
    name: 'fresh',
    propose: ({ state, refused }) => {
      const rows = firstAllowed(state.catalogue.newestFirst, limit, refused)
      return { rows, scores: reciprocal(rows.length) }
    },
  }
}

const nothing: Proposal = { rows: new Int32Array(0), scores: new Float64Array(0) }

function firstAllowed(order: Int32Array, limit: number, refused: Uint8Array): Int32Array {
  const rows = new Int32Array(Math.min(limit, order.length))
  let count = 0
  for (let k = 0; k < order.length && count < rows.length; k++) if (refused[order[k]!] === 0) rows[count++] = order[k]!
  return rows.subarray(0, count)
}

/** `rows` come best first, so those above 0 are a prefix. */
function positive(rows: Int32Array, scores: Float64Array): Proposal {
  let count = 0
  while (count < rows.length && scores[rows[count]!]! > 0) count++
  const kept = rows.subarray(0, count)
  return { rows: kept, scores: new Float64Array(count).map((_, k) => scores[kept[k]!]!) }
}

function reciprocal(count: number): Float64Array {
  return new Float64Array(count).map((_, k) => 1 / (1 + k))
}

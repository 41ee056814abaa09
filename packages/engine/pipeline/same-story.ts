import { refuseRow } from './refuse-rows.ts'
import type { Filter, Ranked, Rerank } from './stage.ts'

/** What tells the same story as something the reader opened, finished or dismissed. That one itself is not its concern. */
export const sameStory: Filter = {
  name: 'same story',
  reason: 'tells what you have read already',
  refuse: ({ request, state, refused }, code) => {
    const { cluster, rowsOf } = state.catalogue
    const told = new Map<number, number>()
    const tell = (row: number) => {
      const story = cluster[row] ?? -1
      // Told by two rows, each of them is another telling: -1 is no row and saves none.
      if (story >= 0) told.set(story, told.has(story) && told.get(story) !== row ? -1 : row)
    }
    for (let k = 0; k < request.history.items.length; k++) tell(request.history.items[k]!)
    for (const row of request.seen) tell(row)
    let count = 0
    for (const [story, itself] of told) {
      const end = rowsOf.cluster.indptr[story + 1]!
      for (let k = rowsOf.cluster.indptr[story]!; k < end; k++) {
        const row = rowsOf.cluster.rows[k]!
        if (row !== itself) count += refuseRow(row, { refused, code })
      }
    }
    return count
  },
}

/**
 * Of each story the one that stands highest, or the one that is pinned; the others are dropped. A rerank and no part of the
 * union of sources: only after scoring is known which of them is best. Put it first, so that no later rerank spends a slot
 * on what will be dropped.
 */
export const oneOfEachStory: Rerank = {
  name: 'one of each story',
  arrange: ({ request, state }, ranked) => {
    const { cluster } = state.catalogue
    const chosen = new Map<number, number>()
    for (const { row } of request.rules?.pins ?? []) {
      const story = cluster[row] ?? -1
      if (story >= 0 && ranked.rows.includes(row)) chosen.set(story, row)
    }
    const positions: number[] = []
    for (const [position, row] of ranked.rows.entries()) {
      const story = cluster[row]!
      if (story >= 0 && !chosen.has(story)) chosen.set(story, row)
      if (story < 0 || chosen.get(story) === row) positions.push(position)
    }
    return positions.length === ranked.rows.length ? ranked : pick(ranked, positions)
  },
}

function pick(ranked: Ranked, positions: readonly number[]): Ranked {
  return {
    ...ranked,
    rows: Int32Array.from(positions, (position) => ranked.rows[position]!),
    scores: Float64Array.from(positions, (position) => ranked.scores[position]!),
    propensities: Float64Array.from(positions, (position) => ranked.propensities[position]!),
    explored: Uint8Array.from(positions, (position) => ranked.explored[position]!),
  }
}

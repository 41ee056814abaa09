import { refuseRow } from './refuse-rows.ts'
import type { Filter } from './stage.ts'

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

import type { Rerank } from '../stage.ts'
import { pinnedRows } from './pins.ts'
import { reorder } from './ranked.ts'

/**
 * Of each story (`Catalogue.cluster`) the row that stands highest, or those that are pinned; the others are dropped. A
 * rerank and no part of the union of sources: only after scoring is known which of them is best. Put it first, so that no
 * later rerank spends a slot on what will be dropped.
 */
export const oneOfEachStory: Rerank = {
  name: 'one of each story',
  about: 'Keeps one of several items that tell the same story',
  arrange: (context, ranked) => {
    const { cluster } = context.state.catalogue
    const chosen = new Map<number, number>()
    const pinned = pinnedRows(context, ranked)
    for (const row of ranked.rows) if (pinned.has(row) && cluster[row]! >= 0) chosen.set(cluster[row]!, row)
    const kept: number[] = []
    for (let position = 0; position < ranked.rows.length; position++) {
      const row = ranked.rows[position]!
      const story = cluster[row]!
      if (story >= 0 && !chosen.has(story)) chosen.set(story, row)
      if (story < 0 || chosen.get(story) === row || pinned.has(row)) kept.push(position)
    }
    return kept.length === ranked.rows.length ? ranked : reorder(ranked, kept)
  },
}

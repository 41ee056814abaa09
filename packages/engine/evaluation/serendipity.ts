// Serendipity: share of a list that was wanted and that the obvious list would not have shown.
// Ge, Delgado-Battenfeld, Jannach, "Beyond accuracy", RecSys 2010, with popularity as the obvious list.
import type { ListMeasure } from './list-measure.ts'

/**
 * `obviousOrder`: all rows, most popular first. Expected of a reader are the first rows of it that the reader has not read,
 * as many as the list is long. An empty list has 0.
 */
export function serendipity(obviousOrder: Int32Array): ListMeasure {
  return (list, { history, targets }) => {
    const read = new Set(history.items)
    const expected = new Set<number>()
    for (const row of obviousOrder) {
      if (expected.size >= list.length) break
      if (!read.has(row)) expected.add(row)
    }
    const wanted = new Set(targets)
    const found = list.filter((row) => wanted.has(row) && !expected.has(row)).length
    return list.length === 0 ? 0 : found / list.length
  }
}

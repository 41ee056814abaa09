import { arrayOf, type ModelArray, type ModelFile } from './model-file.ts'
import { OpenSessions, type OpenSessionsOptions } from './open-sessions.ts'
import { SparseRows } from './sparse-rows.ts'

/** What a model that counts pairs of items click by click holds: the counts, and the sessions it is in the middle of. */
interface SessionCounts {
  readonly counts: SparseRows
  readonly sessions: OpenSessions
}

/** As arrays of a model file, with the names of the sessions for its meta. */
export function saveSessionCounts({ counts, sessions }: SessionCounts): {
  readonly names: readonly string[]
  readonly arrays: Readonly<Record<string, ModelArray>>
} {
  const { names, indptr, rows, lastAt } = sessions.save()
  return { names, arrays: { ...counts.flat(), sessionIndptr: indptr, sessionRows: rows, sessionLastAt: lastAt } }
}

/** What `saveSessionCounts` wrote for so many items. Throws where an array is missing or has another length. */
export function loadSessionCounts(
  file: ModelFile,
  { items, names, options }: { items: number; names: readonly string[]; options: OpenSessionsOptions },
): SessionCounts {
  const counts = SparseRows.from({
    indptr: arrayOf(file, 'indptr', Int32Array, items + 1),
    columns: arrayOf(file, 'columns', Int32Array),
    values: arrayOf(file, 'values', Float64Array),
    sums: arrayOf(file, 'sums', Float64Array, items),
  })
  const saved = {
    names,
    indptr: arrayOf(file, 'sessionIndptr', Int32Array, names.length + 1),
    rows: arrayOf(file, 'sessionRows', Int32Array),
    lastAt: arrayOf(file, 'sessionLastAt', Float64Array, names.length),
  }
  return { counts, sessions: OpenSessions.load(saved, options) }
}

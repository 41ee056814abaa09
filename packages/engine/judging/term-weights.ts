import { ln } from '../data/portable-math.ts'
import { type TermedText, type TermKind, termKinds } from './hashed-terms.ts'

/** The terms a classifier knows, with what each weighs. */
export interface TermSpace {
  /** Column of a term by its hash. */
  readonly columnOf: ReadonlyMap<number, number>
  readonly hashes: Int32Array
  /** Inverse document frequency by column: ln((1 + N) / (1 + df)) + 1, as in scikit-learn. */
  readonly idf: Float32Array
}

/** One text as a sparse row of length 1, columns ascending. */
export interface TermRow {
  readonly columns: Int32Array
  readonly values: Float64Array
}

/** A term known to the space: where it is in the row, and which term of the text it was. */
export interface WeighedTerm {
  readonly column: number
  readonly value: number
  readonly term: number
}

interface SpaceLimits {
  /** Terms in fewer texts are dropped. */
  readonly minTexts: number
  /** At most so many terms, those in the most texts (ties: smaller hash). */
  readonly maxTerms: number
}

/** The terms of training texts. O(terms log terms). */
export function termSpace(texts: readonly TermedText[], { minTexts, maxTerms }: SpaceLimits): TermSpace {
  const frequency = new Map<number, number>()
  for (const { terms } of texts)
    for (const hash of new Set(terms.map((term) => term.hash))) frequency.set(hash, (frequency.get(hash) ?? 0) + 1)
  const kept = [...frequency]
    .filter(([, count]) => count >= minTexts)
    .sort(([a, most], [b, more]) => more - most || a - b)
    .slice(0, maxTerms)
    .sort(([a], [b]) => a - b)
  const idf = Float32Array.from(kept, ([, count]) => ln((1 + texts.length) / (1 + count)) + 1)
  return spaceOf(
    Int32Array.from(kept, ([hash]) => hash | 0),
    idf,
  )
}

/** From what a file holds. */
export function spaceOf(hashes: Int32Array, idf: Float32Array): TermSpace {
  const columnOf = new Map<number, number>()
  hashes.forEach((hash, column) => {
    columnOf.set(hash >>> 0, column)
  })
  return { columnOf, hashes, idf }
}

/**
 * Terms of a text with their shares of its row: (1 + ln count) * idf, each kind scaled to half of the squared length, so that
 * many pieces do not drown few words. A term that stands n times has n entries of 1/n each: so words can be told apart.
 */
export function weighTerms({ terms }: TermedText, { columnOf, idf }: TermSpace): WeighedTerm[] {
  const counts = new Map<number, number>()
  const known: { column: number; kind: TermKind; term: number }[] = []
  terms.forEach(({ hash, kind }, term) => {
    const column = columnOf.get(hash)
    if (column === undefined) return
    counts.set(column, (counts.get(column) ?? 0) + 1)
    known.push({ column, kind, term })
  })
  const weightOf = (column: number) => (1 + ln(counts.get(column)!)) * idf[column]!
  const square = { words: 0, pieces: 0 }
  for (const { column, kind } of known) square[kind] += weightOf(column) ** 2 / counts.get(column)!
  const kinds = termKinds.filter((kind) => square[kind] > 0).length
  return known.map(({ column, kind, term }) => ({
    column,
    value: weightOf(column) / counts.get(column)! / Math.sqrt(kinds * square[kind]),
    term,
  }))
}

/** The row of a text. */
export function termRow(text: TermedText, space: TermSpace): TermRow {
  const sums = new Map<number, number>()
  for (const { column, value } of weighTerms(text, space)) sums.set(column, (sums.get(column) ?? 0) + value)
  const sorted = [...sums].sort(([a], [b]) => a - b)
  return { columns: Int32Array.from(sorted, ([c]) => c), values: Float64Array.from(sorted, ([, v]) => v) }
}

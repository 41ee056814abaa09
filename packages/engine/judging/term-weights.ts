import { ln } from '../data/portable-math.ts'
import { type HashedTerms, termKinds } from './hashed-terms.ts'

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

/** A term known to the space: its column, its share of the row, and which term of the text it was. */
interface WeighedTerm {
  readonly column: number
  readonly value: number
  readonly term: number
}

interface SpaceLimits {
  /** Terms in fewer texts are dropped. */
  readonly minTexts: number
  /** At most so many terms, those in the most texts (ties: smaller hash). */
  readonly maxTerms: number
  /** Called between steps of some milliseconds. */
  pause(): Promise<void>
}

/** Texts that are gone through between two pauses. */
export const textsPerStep = 50

/** The terms of training texts. O(terms log terms). */
export async function termSpace(texts: readonly HashedTerms[], limits: SpaceLimits): Promise<TermSpace> {
  const { minTexts, maxTerms, pause } = limits
  const frequency = new Map<number, number>()
  for (const [k, { hashes }] of texts.entries()) {
    if (k % textsPerStep === 0) await pause()
    for (const hash of new Set(hashes)) frequency.set(hash, (frequency.get(hash) ?? 0) + 1)
  }
  const kept = [...frequency]
    .filter(([, count]) => count >= minTexts)
    .sort(([a, most], [b, more]) => more - most || a - b)
    .slice(0, maxTerms)
    .sort(([a], [b]) => a - b)
  const idf = Float32Array.from(kept, ([, count]) => ln((1 + texts.length) / (1 + count)) + 1)
  const hashes = Int32Array.from(kept, ([hash]) => hash | 0)
  return spaceOf(hashes, idf)
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
export function weighTerms({ hashes, kinds }: HashedTerms, { columnOf, idf }: TermSpace): WeighedTerm[] {
  const counts = new Map<number, number>()
  const known: { readonly column: number; readonly term: number }[] = []
  hashes.forEach((hash, term) => {
    const column = columnOf.get(hash)
    if (column === undefined) return
    counts.set(column, (counts.get(column) ?? 0) + 1)
    known.push({ column, term })
  })
  const weightOf = (column: number) => (1 + ln(counts.get(column)!)) * idf[column]!
  const square = new Float64Array(termKinds.length)
  for (const { column, term } of known) square[kinds[term]!]! += weightOf(column) ** 2 / counts.get(column)!
  const present = square.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0)
  return known.map(({ column, term }) => ({
    column,
    value: weightOf(column) / counts.get(column)! / Math.sqrt(present * square[kinds[term]!]!),
    term,
  }))
}

/** The row of a text. */
export function termRow(text: HashedTerms, space: TermSpace): TermRow {
  const sums = new Map<number, number>()
  for (const { column, value } of weighTerms(text, space)) sums.set(column, (sums.get(column) ?? 0) + value)
  const sorted = [...sums].sort(([a], [b]) => a - b)
  return { columns: Int32Array.from(sorted, ([c]) => c), values: Float64Array.from(sorted, ([, v]) => v) }
}

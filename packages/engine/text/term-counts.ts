import { Vocabulary } from '../data/vocabulary.ts'

/** Documents x terms in compressed rows: document d holds `columns|values[indptr[d]..indptr[d+1])`, columns ascending. */
export interface TermMatrix {
  /** Rows of the vocabulary are the columns of the matrix; ids are sorted. */
  readonly terms: Vocabulary
  /** documents + 1 entries. */
  readonly indptr: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

export interface TermLimits {
  /** Terms in fewer documents are dropped; default 2. */
  readonly minDocuments?: number
  /** Terms in more than this share of the documents are dropped, in whatever language: the stop words; default 0.5. */
  readonly maxShare?: number
  /** Keep at most this many terms, those in the most documents (ties: smaller term); default 50,000. */
  readonly maxTerms?: number
}

/** How often each term occurs in each document. Throws on limits that are not positive. O(tokens + terms log terms). */
export function countTerms(documents: readonly (readonly string[])[], limits: TermLimits = {}): TermMatrix {
  const { minDocuments = 2, maxShare = 0.5, maxTerms = 50_000 } = limits
  for (const [name, value] of Object.entries({ minDocuments, maxShare, maxTerms }))
    if (!(value > 0)) throw new RangeError(`countTerms: ${name} is ${value}; it must be above 0`)
  const frequency = new Map<string, number>()
  for (const words of documents) for (const term of new Set(words)) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  // Of a handful of documents half is next to nothing: what is frequent enough to be kept is then not too frequent.
  const most = Math.max(minDocuments, maxShare * documents.length)
  const kept = [...frequency]
    .filter(([, count]) => count >= minDocuments && count <= most)
    .sort(([termA, a], [termB, b]) => b - a || (termA < termB ? -1 : 1))
    .slice(0, maxTerms)
  return countKnown(documents, new Vocabulary(kept.map(([term]) => term).sort()))
}

/** As `countTerms` over given terms; others are left out. */
export function countKnown(documents: readonly (readonly string[])[], terms: Vocabulary): TermMatrix {
  const indptr = new Int32Array(documents.length + 1)
  const columns: number[] = []
  const values: number[] = []
  documents.forEach((words, d) => {
    const counts = new Map<number, number>()
    for (const term of words) {
      const column = terms.row(term)
      if (column >= 0) counts.set(column, (counts.get(column) ?? 0) + 1)
    }
    for (const [column, count] of [...counts].sort(([a], [b]) => a - b)) {
      columns.push(column)
      values.push(count)
    }
    indptr[d + 1] = columns.length
  })
  return { terms, indptr, columns: Int32Array.from(columns), values: Float32Array.from(values) }
}

/** In how many documents each term occurs. */
export function documentFrequency({ terms, columns }: Pick<TermMatrix, 'terms' | 'columns'>): Int32Array {
  const frequency = new Int32Array(terms.size)
  for (const column of columns) frequency[column]!++
  return frequency
}

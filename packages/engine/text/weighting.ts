import { ln } from '../data/portable-math.ts'
import { documentFrequency, type TermMatrix } from './term-counts.ts'

/**
 * Inverse document frequency, ln((1 + N) / (1 + df)) + 1 per term: the smoothed form, as in scikit-learn.
 * Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 1972.
 */
export function inverseFrequency(counts: TermMatrix): Float64Array {
  const documents = counts.indptr.length - 1
  return Float64Array.from(documentFrequency(counts), (df) => ln((1 + documents) / (1 + df)) + 1)
}

/**
 * TF-IDF: (1 + ln count) * idf, each row of length 1 (rows without terms stay empty).
 * `idf` is that of the documents themselves, or of those a query is compared with.
 */
export function tfIdf(counts: TermMatrix, idf: Float64Array = inverseFrequency(counts)): TermMatrix {
  const values = new Float32Array(counts.values.length)
  const row = new Float64Array(counts.terms.size)
  for (let d = 0; d + 1 < counts.indptr.length; d++) {
    let square = 0
    for (let k = counts.indptr[d]!; k < counts.indptr[d + 1]!; k++) {
      const value = (1 + ln(counts.values[k]!)) * idf[counts.columns[k]!]!
      row[counts.columns[k]!] = value
      square += value * value
    }
    const scale = 1 / Math.sqrt(square)
    for (let k = counts.indptr[d]!; k < counts.indptr[d + 1]!; k++) values[k] = row[counts.columns[k]!]! * scale
  }
  return { ...counts, values }
}

interface Bm25Config {
  /** How soon repetition of a word stops to count; default 1.2. */
  readonly saturation?: number
  /** How much a long document is held against its words, 0..1; default 0.75. */
  readonly lengthPenalty?: number
}

/**
 * BM25 weights: idf * count * (k1 + 1) / (count + k1 * (1 - b + b * length / mean length)) with
 * idf = ln(1 + (N - df + 0.5) / (df + 0.5)), never negative. The score of a query is the sum over its words.
 * Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", FnTIR 2009. A length is the number of kept terms.
 */
export function bm25(counts: TermMatrix, config: Bm25Config = {}): TermMatrix {
  const { saturation: k1 = 1.2, lengthPenalty: b = 0.75 } = config
  if (!(k1 >= 0)) throw new RangeError(`bm25: saturation is ${k1}; it must be 0 or more`)
  if (!(b >= 0 && b <= 1)) throw new RangeError(`bm25: lengthPenalty is ${b}; it must be in 0..1`)
  const documents = counts.indptr.length - 1
  const idf = Float64Array.from(documentFrequency(counts), (df) => ln(1 + (documents - df + 0.5) / (df + 0.5)))
  const lengths = new Float64Array(documents)
  let total = 0
  for (let d = 0; d < documents; d++)
    for (let k = counts.indptr[d]!; k < counts.indptr[d + 1]!; k++) {
      lengths[d]! += counts.values[k]!
      total += counts.values[k]!
    }
  const values = new Float32Array(counts.values.length)
  for (let d = 0; d < documents; d++) {
    const norm = k1 * (1 - b + (b * lengths[d]! * documents) / total)
    for (let k = counts.indptr[d]!; k < counts.indptr[d + 1]!; k++)
      values[k] = (idf[counts.columns[k]!]! * counts.values[k]! * (k1 + 1)) / (counts.values[k]! + norm)
  }
  return { ...counts, values }
}

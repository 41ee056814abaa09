import { hashText, mixBits } from './hash-text.ts'

/** Two documents, the earlier first, with the share of their shingles that is common to both (Jaccard). */
export interface NearDuplicate {
  readonly first: number
  readonly second: number
  readonly similarity: number
}

export interface NearDuplicateConfig {
  /** Least Jaccard similarity of a pair, 0..1; default 0.8. */
  readonly least?: number
  /** Consecutive words in a shingle; default 3. */
  readonly shingle?: number
  /** The signature has bands x rows minima. A pair of similarity s is looked at with chance 1 - (1 - s^rows)^bands. */
  readonly bands?: number
  readonly rows?: number
  /**
   * A document is compared with at most so many of the documents just before it that fall into the same bucket; default all.
   * A thousand copies of one text are half a million pairs.
   */
  readonly mostInBucket?: number
}

/**
 * Pairs of documents that are nearly the same, found without comparing all of them: MinHash signatures of the word
 * shingles, banded so that likely pairs fall into one bucket; what falls together is compared exactly.
 * Broder, "On the resemblance and containment of documents", 1997; banding: Leskovec, Rajaraman, Ullman, "Mining of
 * Massive Datasets", 3.4. O(shingles x bands x rows), 4 bytes x (shingles + bands x rows) per document. With the default
 * 20 bands of 5 a pair of similarity 0.8 is missed with chance 0.0004. A document without words equals none.
 */
export function nearDuplicates(
  documents: readonly (readonly string[])[],
  config: NearDuplicateConfig = {},
): NearDuplicate[] {
  const { least = 0.8, shingle = 3, bands = 20, rows = 5, mostInBucket = Number.MAX_SAFE_INTEGER } = config
  if (!(least > 0 && least <= 1)) throw new RangeError(`nearDuplicates: least is ${least}; it must be in 0..1, above 0`)
  for (const [name, value] of Object.entries({ shingle, bands, rows, mostInBucket }))
    if (!(Number.isInteger(value) && value >= 1))
      throw new RangeError(`nearDuplicates: ${name} is ${value}; it must be a whole number, 1 or more`)
  const shingles = documents.map((words) => shinglesOf(words, shingle))
  const candidates = new Map<number, Set<number>>()
  const signatures = shingles.map((hashes) => signatureOf(hashes, bands * rows))
  for (let band = 0; band < bands; band++) {
    const buckets = new Map<string, number[]>()
    signatures.forEach((signature, d) => {
      if (shingles[d]!.length === 0) return
      const key = signature.subarray(band * rows, band * rows + rows).join()
      const bucket = buckets.get(key)
      if (bucket === undefined) buckets.set(key, [d])
      else {
        for (const other of bucket.slice(-mostInBucket))
          candidates.set(other, (candidates.get(other) ?? new Set()).add(d))
        bucket.push(d)
      }
    })
  }
  const found: NearDuplicate[] = []
  for (const [first, others] of candidates)
    for (const second of others) {
      const similarity = jaccard(shingles[first]!, shingles[second]!)
      if (similarity >= least) found.push({ first, second, similarity })
    }
  return found.sort((a, b) => a.first - b.first || a.second - b.second)
}

/** Hashes of the distinct shingles, ascending; fewer words than a shingle make one shingle. */
function shinglesOf(words: readonly string[], length: number): Uint32Array {
  const hashes = new Set<number>()
  for (let from = 0; from < Math.max(1, words.length - length + 1); from++)
    hashes.add(hashText(words.slice(from, from + length).join(' ')))
  return words.length === 0 ? new Uint32Array(0) : Uint32Array.from(hashes).sort()
}

function signatureOf(shingles: Uint32Array, size: number): Uint32Array {
  const signature = new Uint32Array(size).fill(0xffffffff)
  for (const shingle of shingles)
    for (let k = 0; k < size; k++) {
      const value = mixBits(shingle ^ Math.imul(k + 1, 0x9e3779b1))
      if (value < signature[k]!) signature[k] = value
    }
  return signature
}

function jaccard(a: Uint32Array, b: Uint32Array): number {
  let both = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) both++
    const [x, y] = [a[i]!, b[j]!]
    if (x <= y) i++
    if (y <= x) j++
  }
  return both / (a.length + b.length - both)
}

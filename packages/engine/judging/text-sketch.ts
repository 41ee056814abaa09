import { hashText } from '../text/hash-text.ts'
import { tokenise } from '../text/tokenise.ts'

/**
 * Fingerprints of a text: hashes of its shingles that are 0 modulo 2^level. What two texts share can be told from them, also
 * where one is only a part of the other. Broder, "On the resemblance and containment of documents", 1997 (MOD sketches).
 */
export interface TextSketch {
  readonly level: number
  /** Ascending, distinct. */
  readonly prints: Uint32Array
}

/** Consecutive words in a shingle. */
const shingle = 4
/** A sketch keeps at most so many; below, every shingle is there and shares are exact. */
const mostPrints = 96

/** The sketch of a text, at the least level that leaves at most 96 fingerprints. Empty below four words. */
export function sketchText(text: string): TextSketch {
  const words = tokenise(text)
  const all = new Set<number>()
  for (let from = 0; from + shingle <= words.length; from++)
    all.add(hashText(words.slice(from, from + shingle).join(' ')))
  let prints = Uint32Array.from(all).sort()
  let level = 0
  while (prints.length > mostPrints) prints = coarser(prints, ++level)
  return { level, prints }
}

/** Of two texts: the share of both that is common, and the share of the smaller that is in the larger. 0..1. */
interface SketchOverlap {
  readonly resemblance: number
  readonly containment: number
  /** Fingerprints of the smaller at the level of comparison: few say little. */
  readonly evidence: number
}

/** Exact for texts of at most 96 shingles; else the standard error is about 0.5 / sqrt(evidence). */
export function overlapOf(a: TextSketch, b: TextSketch): SketchOverlap {
  const level = Math.max(a.level, b.level)
  const [x, y] = [
    a.level < level ? coarser(a.prints, level) : a.prints,
    b.level < level ? coarser(b.prints, level) : b.prints,
  ]
  let both = 0
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const [p, q] = [x[i]!, y[j]!]
    if (p === q) both++
    if (p <= q) i++
    if (q <= p) j++
  }
  const smaller = Math.min(x.length, y.length)
  const union = x.length + y.length - both
  return {
    resemblance: union === 0 ? 0 : both / union,
    containment: smaller === 0 ? 0 : both / smaller,
    evidence: smaller,
  }
}

const coarser = (prints: Uint32Array, level: number): Uint32Array<ArrayBuffer> =>
  prints.filter((print) => print % 2 ** level === 0)

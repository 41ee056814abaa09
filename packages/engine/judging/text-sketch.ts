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

/** Of two texts: what is common, as a share of the smaller one. */
interface SketchOverlap {
  /** 0..1. */
  readonly containment: number
  /** Fingerprints of the smaller at the level of comparison: few say little. */
  readonly evidence: number
}

/**
 * How much of the smaller text is in the larger, each fingerprint weighing what `weight` says; with equal weights exact for texts
 * of at most 96 shingles, else with a standard error of about 0.5 / sqrt(evidence).
 */
export function overlapOf(a: TextSketch, b: TextSketch, weight: (print: number) => number = () => 1): SketchOverlap {
  const level = Math.max(a.level, b.level)
  const [x, y] = [atLevel(a, level), atLevel(b, level)]
  let both = 0
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const [p, q] = [x[i]!, y[j]!]
    if (p === q) both += weight(p)
    if (p <= q) i++
    if (q <= p) j++
  }
  const smaller = Math.min(sumOf(x, weight), sumOf(y, weight))
  return { containment: smaller === 0 ? 0 : both / smaller, evidence: Math.min(x.length, y.length) }
}

const atLevel = ({ level, prints }: TextSketch, wanted: number) => (level < wanted ? coarser(prints, wanted) : prints)

function sumOf(prints: Uint32Array, weight: (print: number) => number): number {
  let sum = 0
  for (const print of prints) sum += weight(print)
  return sum
}

const coarser = (prints: Uint32Array, level: number): Uint32Array<ArrayBuffer> =>
  prints.filter((print) => print % 2 ** level === 0)

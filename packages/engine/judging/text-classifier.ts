import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { type HashedTerms, hashedTerms } from './hashed-terms.ts'
import { softmax } from './temperature.ts'
import { spaceOf, type TermSpace, termRow, weighTerms } from './term-weights.ts'

/** What the classifier says of one text. */
export interface Classification {
  readonly label: string
  /** How often such a statement was right on texts held back, 0..1. */
  readonly confidence: number
  /** By label, largest first; they sum to 1. */
  readonly shares: readonly { readonly label: string; readonly share: number }[]
}

/** How much each word moved the score of a label; bias and words sum to the score. */
interface LabelReasons {
  readonly score: number
  readonly bias: number
  /** Largest first, repeated words as one. */
  readonly words: readonly { readonly word: string; readonly contribution: number }[]
}

/** A trained function from a text to one of its labels; made by classifier-training.ts. */
export interface TextClassifier {
  readonly labels: readonly string[]
  /** Null for a text without any known term. */
  classify(text: string): Classification | null
  /** Throws on a label it does not have. */
  explain(text: string, label: string): LabelReasons
  save(facts?: unknown): Uint8Array
}

/** One score per label: terms of a text times learnt weights. */
export interface Scorer {
  readonly space: TermSpace
  /** (columns + 1) x labels, row-major; the last row holds the biases. */
  readonly weights: Float32Array
  score(text: HashedTerms): Float64Array
}

interface Parts {
  readonly labels: readonly string[]
  readonly scorer: Scorer
  /** 1 / temperature (temperature.ts). */
  readonly sharpness: number
}

const kind = 'text-classifier/1'

/** Reads what `save` wrote. Throws on bytes that are none of it. */
export function loadClassifier(bytes: Uint8Array): TextClassifier {
  const file = readModelFile(bytes, kind)
  const { labels, sharpness } = file.meta as { labels: string[]; sharpness: number }
  const hashes = arrayOf(file, 'hashes', Int32Array)
  const space = spaceOf(hashes, arrayOf(file, 'idf', Float32Array, hashes.length))
  const weights = arrayOf(file, 'weights', Float32Array, (hashes.length + 1) * labels.length)
  return classifierOf({ labels, scorer: scorerOf(space, weights, labels.length), sharpness })
}

export function scorerOf(space: TermSpace, weights: Float32Array, labels: number): Scorer {
  const score = (text: HashedTerms) => {
    const scores = Float64Array.from(weights.subarray(weights.length - labels))
    const { columns, values } = termRow(text, space)
    columns.forEach((column, j) => {
      for (let label = 0; label < labels; label++) scores[label]! += values[j]! * weights[column * labels + label]!
    })
    return scores
  }
  return { space, weights, score }
}

export function classifierOf({ labels, scorer, sharpness }: Parts): TextClassifier {
  const { space, weights } = scorer
  return {
    labels,
    classify(text) {
      const terms = hashedTerms(text)
      if (!terms.hashes.some((hash) => space.columnOf.has(hash))) return null
      const shares = [...softmax(scorer.score(terms), sharpness)].map((share, k) => ({ label: labels[k]!, share }))
      shares.sort((a, b) => b.share - a.share)
      return { label: shares[0]!.label, confidence: shares[0]!.share, shares }
    },
    explain(text, label) {
      const of = labels.indexOf(label)
      if (of < 0)
        throw new RangeError(`explain: there is no label ${JSON.stringify(label)}; known: ${labels.join(', ')}`)
      const terms = hashedTerms(text)
      const parts = new Map<string, number>()
      const add = (word: string, part: number) => parts.set(word, (parts.get(word) ?? 0) + part)
      for (const { column, value, term } of weighTerms(terms, space)) {
        const half = (value * weights[column * labels.length + of]!) / 2
        add(terms.words[terms.first[term]!]!, half)
        add(terms.words[terms.last[term]!]!, half)
      }
      const words = [...parts].map(([word, contribution]) => ({ word, contribution }))
      words.sort((a, b) => b.contribution - a.contribution || (a.word < b.word ? -1 : 1))
      const bias = weights[weights.length - labels.length + of]!
      return { score: words.reduce((sum, { contribution }) => sum + contribution, bias), bias, words }
    },
    save: (facts) =>
      writeModelFile({
        kind,
        meta: { labels, sharpness },
        ...(facts !== undefined && { facts }),
        arrays: { hashes: space.hashes, idf: space.idf, weights },
      }),
  }
}

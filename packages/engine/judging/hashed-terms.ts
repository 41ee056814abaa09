import { hashText } from '../text/hash-text.ts'
import { tokenise } from '../text/tokenise.ts'

/** What a text is made of for a classifier: each term a hash, its kind, and the words it comes from. */
export interface HashedTerm {
  /** 32 bits; two terms with the same hash are one. */
  readonly hash: number
  readonly kind: TermKind
  /** Positions in `words` it is made of: one, or the two of a pair. */
  readonly from: readonly number[]
}

/** Words and pairs of words say what a text is about, pieces of words what inflection and rare compounds share. */
export const termKinds = ['words', 'pieces'] as const
export type TermKind = (typeof termKinds)[number]

export interface TermedText {
  readonly words: readonly string[]
  readonly terms: readonly HashedTerm[]
}

/** Lengths of the pieces of a word, its ends marked, in UTF-16 units. */
const pieceLengths = [3, 4, 5]
const seeds = { word: 1, pair: 2, piece: 3 } as const

/**
 * Words, pairs of neighbours and pieces of 3 to 5 letters within a word ("char_wb" of scikit-learn), hashed so that no list
 * of terms is kept: Weinberger, Dasgupta et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
 * Only the first `mostWords` words are looked at; default 400.
 */
export function hashedTerms(text: string, { mostWords = 400 }: { readonly mostWords?: number } = {}): TermedText {
  const words = tokenise(text).slice(0, mostWords)
  const terms: HashedTerm[] = []
  words.forEach((word, k) => {
    terms.push({ hash: hashText(word, seeds.word), kind: 'words', from: [k] })
    if (k > 0) terms.push({ hash: hashText(`${words[k - 1]} ${word}`, seeds.pair), kind: 'words', from: [k - 1, k] })
    const marked = ` ${word} `
    for (const length of pieceLengths)
      for (let from = 0; from + length <= marked.length; from++)
        terms.push({ hash: hashText(marked.slice(from, from + length), seeds.piece), kind: 'pieces', from: [k] })
  })
  return { words, terms }
}

import { hashText } from '../text/hash-text.ts'
import { tokenise } from '../text/tokenise.ts'

/** What a text is made of for a classifier, in columns: term k has the hash hashes[k] and so on. */
export interface HashedTerms {
  readonly words: readonly string[]
  /** 32 bits each; two terms with the same hash are one. */
  readonly hashes: Uint32Array
  /** Rows of `termKinds`. */
  readonly kinds: Uint8Array
  /** Positions in `words` of what it is made of: the same twice, or the two of a pair. */
  readonly first: Uint16Array
  readonly last: Uint16Array
}

/** Words and pairs of words say what a text is about, pieces of words what inflection and rare compounds share. */
export const termKinds = ['words', 'pieces'] as const

/** Lengths of the pieces of a word, its ends marked, in UTF-16 units. */
const pieceLengths = [3, 4, 5]
const seeds = { word: 1, pair: 2, piece: 3 } as const
/** More than any title and excerpt has, and as much of a text as tells its topic. */
const mostWords = 400

/**
 * Words, pairs of neighbours and pieces of 3 to 5 letters within a word ("char_wb" of scikit-learn), hashed so that no list
 * of terms is kept: Weinberger, Dasgupta et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
 * The first 400 words are looked at.
 */
export function hashedTerms(text: string): HashedTerms {
  const words = tokenise(text).slice(0, mostWords)
  const found: { hash: number; kind: number; first: number; last: number }[] = []
  words.forEach((word, k) => {
    found.push({ hash: hashText(word, seeds.word), kind: 0, first: k, last: k })
    if (k > 0) found.push({ hash: hashText(`${words[k - 1]} ${word}`, seeds.pair), kind: 0, first: k - 1, last: k })
    const marked = ` ${word} `
    for (const length of pieceLengths)
      for (let from = 0; from + length <= marked.length; from++)
        found.push({ hash: hashText(marked.slice(from, from + length), seeds.piece), kind: 1, first: k, last: k })
  })
  return {
    words,
    hashes: Uint32Array.from(found, ({ hash }) => hash),
    kinds: Uint8Array.from(found, ({ kind }) => kind),
    first: Uint16Array.from(found, ({ first }) => first),
    last: Uint16Array.from(found, ({ last }) => last),
  }
}

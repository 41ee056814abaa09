// From text to vectors, for any language: words, weights of words, dense vectors, near-duplicates.
// Not here: HTML, language detection, dictionaries, stemmers; a better encoder plugs in at data/content-vectors.ts.
// Start at lsa.ts (texts to vectors in one call); tokenise.ts, term-counts.ts and weighting.ts are its steps.
export type { Lsa, LsaConfig } from './lsa.ts'
export type { NearDuplicate } from './near-duplicates.ts'
export type { TermMatrix } from './term-counts.ts'

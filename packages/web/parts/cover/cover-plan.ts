// What a typographic cover shows, decided by the item's id, title and publisher alone: the same item has the same cover
// on every device. Pure data; cover.tsx draws it and styles/tokens.css colours it.

import { fitWord, keyWord } from './key-word.ts'
import { motif, motifKinds, type Shape } from './motifs.ts'

export const coverPalettes = 8
export const wide = { width: 320, height: 180 } as const
export const small = { width: 96, height: 96 } as const

interface CoverPlan {
  readonly palette: number
  readonly shapes: readonly Shape[]
  /** The title's own longest word, sized to the cover. */
  readonly word: { readonly text: string; readonly size: number }
  readonly initial: string
  readonly publisher: string
}

export interface CoverSource {
  readonly id: string
  readonly title: string
  readonly publisher: string | null
}

export function planCover(source: CoverSource, frame: { readonly width: number; readonly height: number }): CoverPlan {
  const next = sequence(`${source.id}\n${source.title}`)
  const palette = Math.floor(next() * coverPalettes)
  const kind = motifKinds[Math.floor(next() * motifKinds.length)]!
  const text = keyWord(source.title)
  return {
    palette,
    shapes: motif(kind, frame, next),
    word: { text, size: fitWord(text, frame.width * 0.84, 56) },
    initial: [...text.matchAll(/\p{L}|\p{N}/gu)][0]?.[0].toUpperCase() ?? '¶',
    publisher: source.publisher ?? '',
  }
}

/** Numbers in [0, 1) from a text: FNV-1a for the seed, then mulberry32. */
function sequence(seed: string): () => number {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

import { KeptValues } from '../data/kept-values.ts'
import type { Catalogue } from './slate.ts'

/** Whether a BCP 47 tag lies in a range: `en` holds `en` and `en-GB`, `*` holds all (RFC 4647, basic filtering). */
export function inLanguageRange(tag: string, range: string): boolean {
  const [inner, outer] = [tag.toLowerCase(), range.toLowerCase()]
  return outer === '*' || inner === outer || inner.startsWith(`${outer}-`)
}

/**
 * Whether who reads `wanted` reads an item marked `tag`: each may be the more general one. A reader of `en-US` is not kept
 * from what says only `en`; `en-GB` is kept from one who asked for `en-US`.
 */
function readsLanguage(wanted: string, tag: string): boolean {
  return inLanguageRange(tag, wanted) || inLanguageRange(wanted, tag)
}

const others = new KeptValues<Catalogue, readonly number[]>(256)

/** Codes of the languages that nobody who reads one of `wanted` reads. */
export function otherLanguages(catalogue: Catalogue, wanted: readonly string[]): readonly number[] {
  return others.get(catalogue, wanted.join(), () =>
    catalogue.languages.ids.flatMap((tag, code) => (wanted.some((one) => readsLanguage(one, tag)) ? [] : [code])),
  )
}

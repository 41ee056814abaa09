// What the name of an editors' section says besides the name: `Football__exp5050` is the other half of a trial against
// `Football`, `Football__lEN_US` is for one locale, `Football_crawl` is raw material and no section.
import { languageOf, type SurfaceId } from './surfaces.ts'

interface SectionName {
  /** What is left to show. */
  readonly name: string
  readonly isAlternate: boolean
}

/** null: not to be shown on this surface. */
export function readSectionName(given: string, surface: SurfaceId): SectionName | null {
  const isAlternate = /__exp5050(?=__|$)/i.test(given)
  const locale = /__l([a-z]{2}(?:[-_][a-z]{2,4})?)(?=__|$)/i.exec(given)?.[1]
  const name = given.replace(/__exp5050(?=__|$)/i, '').replace(/__l[a-z]{2}(?:[-_][a-z]{2,4})?(?=__|$)/i, '')
  if (/_crawl$/i.test(name) || (locale !== undefined && !isOf(locale, surface))) return null
  return { name, isAlternate }
}

/** `en` is every English surface, `en-US` one. */
function isOf(locale: string, surface: SurfaceId): boolean {
  const plain = locale.toUpperCase().replace('-', '_')
  return surface === `NEW_TAB_${plain}` || plain === languageOf(surface).toUpperCase()
}

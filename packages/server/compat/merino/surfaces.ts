// The 15 New Tab surfaces and which of them a request belongs to.
import type { Language } from './titles.ts'

export const surfaceIds = [
  'NEW_TAB_DE_AT',
  'NEW_TAB_DE_CH',
  'NEW_TAB_DE_DE',
  'NEW_TAB_EN_CA',
  'NEW_TAB_EN_GB',
  'NEW_TAB_EN_IE',
  'NEW_TAB_EN_INTL',
  'NEW_TAB_EN_US',
  'NEW_TAB_EN_XE',
  'NEW_TAB_ES_ES',
  'NEW_TAB_ES_XA',
  'NEW_TAB_FR_BE',
  'NEW_TAB_FR_FR',
  'NEW_TAB_IT_IT',
  'NEW_TAB_PL_PL',
] as const
export type SurfaceId = (typeof surfaceIds)[number]

const set = (codes: string): ReadonlySet<string> => new Set(codes.split(' '))
/** English read on the continent. */
const continent = set(
  'AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK UA XK',
)
const spanishAmerica = set('AR BO BR CA CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV US UY VE')

/** By language, then by region; any other language reads English. */
export function surfaceOf(locale: string, region: string | null): SurfaceId {
  const where = regionOf(locale, region)
  switch (/^[a-z]{2,3}(?![a-z])/i.exec(locale)?.[0].toLowerCase()) {
    case 'de':
      return where === 'AT' ? 'NEW_TAB_DE_AT' : where === 'CH' ? 'NEW_TAB_DE_CH' : 'NEW_TAB_DE_DE'
    case 'fr':
      return where === 'BE' ? 'NEW_TAB_FR_BE' : 'NEW_TAB_FR_FR'
    case 'es':
      return where !== null && spanishAmerica.has(where) ? 'NEW_TAB_ES_XA' : 'NEW_TAB_ES_ES'
    case 'it':
      return 'NEW_TAB_IT_IT'
    case 'pl':
      return 'NEW_TAB_PL_PL'
    default:
      return englishSurface(where)
  }
}

function englishSurface(where: string | null): SurfaceId {
  if (where === 'CA') return 'NEW_TAB_EN_CA'
  if (where === 'GB') return 'NEW_TAB_EN_GB'
  if (where === 'IE') return 'NEW_TAB_EN_IE'
  if (where === 'IN') return 'NEW_TAB_EN_INTL'
  return where !== null && continent.has(where) ? 'NEW_TAB_EN_XE' : 'NEW_TAB_EN_US'
}

/** ISO 3166 of the reader: what the client says, else what its locale says; null when neither does. */
export function regionOf(locale: string, region: string | null): string | null {
  const said = /^[a-z]{2}$/i.exec(region?.trim() ?? '')?.[0]
  const implied = /^[a-z]{2,3}(?:[-_][a-z]{4})?[-_]([a-z]{2})(?![a-z])/i.exec(locale)?.[1]
  return (said ?? implied)?.toUpperCase() ?? null
}

export const languageOf = (surface: SurfaceId): Language => surface.slice(8, 10).toLowerCase() as Language

/** Marks visits from this surface in the publisher's statistics. */
export const utmSource = (surface: SurfaceId): string =>
  `firefox-newtab-${surface.slice(8).toLowerCase().replace('_', '-')}`

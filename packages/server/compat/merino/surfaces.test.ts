import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { languageOf, regionOf, surfaceIds, surfaceOf, utmSource } from './surfaces.ts'
import { languages } from './titles.ts'

test('each of the 15 surfaces is chosen from the language of the locale, then the region', () => {
  const cases: readonly (readonly [string, string | null, string])[] = [
    ['de', null, 'DE_DE'],
    ['de-AT', null, 'DE_AT'],
    ['de', 'CH', 'DE_CH'],
    ['en-US', null, 'EN_US'],
    ['en', null, 'EN_US'],
    ['en-CA', 'CA', 'EN_CA'],
    ['en-GB', null, 'EN_GB'],
    ['en-US', 'IE', 'EN_IE'],
    ['en-US', 'IN', 'EN_INTL'],
    ['en-US', 'DE', 'EN_XE'],
    ['es', 'ES', 'ES_ES'],
    ['es-MX', null, 'ES_XA'],
    ['fr-BE', null, 'FR_BE'],
    ['fr', 'FR', 'FR_FR'],
    ['it', 'CH', 'IT_IT'],
    ['pl-PL', 'US', 'PL_PL'],
  ]
  for (const [locale, region, surface] of cases) assert.equal(surfaceOf(locale, region), `NEW_TAB_${surface}`)
  assert.deepEqual(new Set(cases.map(([, , surface]) => `NEW_TAB_${surface}`)), new Set(surfaceIds))
})

test('what the client says of its region counts before what its locale says', () => {
  assert.equal(regionOf('en-US', 'gb'), 'GB')
  assert.equal(regionOf('en-us', null), 'US')
  assert.equal(regionOf('en_IE', ''), 'IE')
  assert.equal(regionOf('sr-Latn-RS', null), 'RS')
  assert.equal(regionOf('en', 'Europe'), null)
})

test('every locale and region has a surface in a language that is served', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), (locale, region) => {
      const surface = surfaceOf(locale, region)
      assert.ok(surfaceIds.includes(surface) && languages.includes(languageOf(surface)))
    }),
    { seed: 1 },
  )
})

test('utm_source names the surface', () => assert.equal(utmSource('NEW_TAB_EN_US'), 'firefox-newtab-en-us'))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { surfaceDay } from './surface-day.ts'

const at = (time: string): number => Date.parse(time)

test('the day is the one of the surface, wherever its editor sits', () => {
  const now = at('2026-03-28T23:30Z')
  assert.equal(surfaceDay({ timeZone: 'Europe/Berlin', publishHour: 0 }, now), '2026-03-29')
  assert.equal(surfaceDay({ timeZone: 'America/New_York', publishHour: 0 }, now), '2026-03-28')
})

test('before it publishes a surface is on the day before, also where clocks jump and years end', () => {
  const berlin = { timeZone: 'Europe/Berlin', publishHour: 3 }
  // Clocks go from 2 to 3 at 01:00 UTC.
  assert.equal(surfaceDay(berlin, at('2026-03-29T00:59Z')), '2026-03-28')
  assert.equal(surfaceDay(berlin, at('2026-03-29T01:00Z')), '2026-03-29')
  assert.equal(surfaceDay(berlin, at('2026-01-01T01:59Z')), '2025-12-31')
})

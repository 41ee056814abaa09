import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, beginOf, dayAt, daysBetween, type Place } from './days.ts'

const at = (timeZone: string, publishHour = 0): Place => ({ timeZone, publishHour })
const hour = 3_600_000
const hoursOf = (place: Place, day: string): number => (beginOf(place, addDays(day, 1)) - beginOf(place, day)) / hour
const utc = (text: string): number => Date.parse(`${text}Z`)

test('a day begins at midnight of its own place', () => {
  assert.equal(beginOf(at('UTC'), '2026-05-01'), utc('2026-05-01T00:00'))
  assert.equal(beginOf(at('America/New_York'), '2026-05-01'), utc('2026-05-01T04:00'))
  assert.equal(beginOf(at('Pacific/Kiritimati'), '2026-05-01'), utc('2026-04-30T10:00'))
  assert.equal(dayAt(at('Europe/Berlin'), utc('2026-05-01T22:00')), '2026-05-02')
  assert.equal(dayAt(at('Europe/Berlin'), utc('2026-05-01T21:59:59.999')), '2026-05-01')
})

test('the day on which clocks go forward has 23 hours, the one on which they go back 25', () => {
  for (const [zone, short, long] of [
    ['Europe/Berlin', '2026-03-29', '2026-10-25'],
    ['America/New_York', '2026-03-08', '2026-11-01'],
    ['Australia/Sydney', '2026-10-04', '2026-04-05'],
  ] as const)
    for (const publishHour of [0, 3, 9]) {
      // From 3 on the missing or doubled hour belongs to the board of the day before.
      const [fewer, more] = publishHour === 0 ? [short, long] : [addDays(short, -1), addDays(long, -1)]
      assert.equal(hoursOf(at(zone, publishHour), fewer), 23, `${zone} ${fewer} from ${publishHour}`)
      assert.equal(hoursOf(at(zone, publishHour), more), 25, `${zone} ${more} from ${publishHour}`)
      assert.equal(hoursOf(at(zone, publishHour), '2026-06-15'), 24)
    }
})

test('half an hour counts where clocks move by half an hour', () => {
  assert.equal(hoursOf(at('Australia/Lord_Howe'), '2026-10-04'), 23.5)
  assert.equal(hoursOf(at('Australia/Lord_Howe'), '2026-04-05'), 24.5)
})

test('a day whose hour does not exist begins at the first instant after it', () => {
  // Berlin has no 02:30 on 29 March: at 01:00Z the clock shows 03:00.
  assert.equal(beginOf(at('Europe/Berlin', 2), '2026-03-29'), utc('2026-03-29T01:00'))
  // Havana's clocks jump from midnight to one.
  assert.equal(beginOf(at('America/Havana'), '2026-03-08'), utc('2026-03-08T05:00'))
})

test('before the hour of publishing the board is yesterday’s', () => {
  const nine = at('Europe/Berlin', 9)
  assert.equal(dayAt(nine, utc('2026-05-02T06:59')), '2026-05-01')
  assert.equal(dayAt(nine, utc('2026-05-02T07:00')), '2026-05-02')
})

test('every instant lies in its day: from the beginning on, before the next begins', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns']
  const instant = fc.integer({ min: utc('2024-01-01T00:00'), max: utc('2030-01-01T00:00') })
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 23 }), instant, (zone, publishHour, now) => {
      const place = at(zone, publishHour)
      const day = dayAt(place, now)
      assert.ok(beginOf(place, day) <= now && now < beginOf(place, addDays(day, 1)))
    }),
    { seed: 5, numRuns: 150 },
  )
})

test('days are counted without clocks, over leap days and years', () => {
  assert.equal(addDays('2028-02-28', 2), '2028-03-01')
  assert.equal(addDays('2027-01-01', -1), '2026-12-31')
  assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2)
  assert.equal(daysBetween('2026-03-30', '2026-03-28'), -2)
})

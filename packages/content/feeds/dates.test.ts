import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDate } from './dates.ts'

const noon = Date.UTC(2024, 1, 29, 12)
const day = Date.UTC(2024, 1, 29)
const dates: readonly (readonly [string, number | null])[] = [
  ['Thu, 29 Feb 2024 12:00:00 GMT', noon],
  ['Thu, 29 Feb 2024 12:00:00 +0000', noon],
  ['29 Feb 24 13:00 +0100', noon],
  ['Thu, 29 Feb 2024 07:00:00 EST', noon],
  ['Thursday, 29-Feb-24 12:00:00 GMT', noon],
  ['Thu Feb 29 12:00:00 2024', noon],
  ['February 29, 2024 12:00', noon],
  ['Donnerstag, 29 Feb 2024 12:00:00 GMT', noon],
  ['Qui, 29 Fev 2024 09:00:00 -0300', noon],
  ['jeu., 29 févr. 2024 12:00:00 GMT', noon],
  ['Do, 29. Februar 2024', day],
  ['29 juil. 2024', Date.UTC(2024, 6, 29)],
  ['29 juin 2024', Date.UTC(2024, 5, 29)],
  ['29 Foo 2024', null],
  ['2024-02-29T12:00:00Z', noon],
  ['2024-02-29T12:00:00.000+00:00', noon],
  ['2024-02-29T17:30:00+05:30', noon],
  ['2024-02-29 12:00:00', noon],
  ['20240229T120000', null],
  ['2024-02-29', day],
  ['2024-02', Date.UTC(2024, 1, 1)],
  ['2024', Date.UTC(2024, 0, 1)],
  ['29 Feb 2024', day],
  ['2024-13-01', null],
  ['yesterday', null],
  ['', null],
]

for (const [text, expected] of dates) test(`date "${text}"`, () => assert.equal(readDate(text), expected))

test('what the standard writes is read back', () => {
  const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, (date) => {
      assert.equal(readDate(date.toISOString()), date.getTime())
      assert.equal(readDate(date.toUTCString()), Math.floor(date.getTime() / 1000) * 1000)
    }),
  )
})

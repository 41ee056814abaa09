import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshMs, nextPoll, type Polled, retryAfterMs } from './schedule.ts'

const hour = 3_600_000
const polled: Polled = { outcome: 'same', intervalMs: hour, failures: 0, notBeforeMs: 0, subscribed: false }

test('what brings something is asked twice as often, what does not less often, between 15 minutes and a day', () => {
  assert.equal(nextPoll({ ...polled, outcome: 'new' }, 0.5).intervalMs, hour / 2)
  assert.equal(nextPoll(polled, 0.5).intervalMs, 1.25 * hour)
  assert.equal(nextPoll({ ...polled, outcome: 'new', intervalMs: hour / 4 }, 0.5).intervalMs, hour / 4)
  assert.equal(nextPoll({ ...polled, intervalMs: 23 * hour }, 0.5).intervalMs, 24 * hour)
})

test('each failure in a row doubles the wait up to a day, and the interval is kept for when it answers again', () => {
  const waits = [1, 2, 3, 9, 50].map((failures) => nextPoll({ ...polled, outcome: 'failed', failures }, 0.5))
  assert.deepEqual(
    waits.map(({ waitMs }) => waitMs / hour),
    [0.25, 0.5, 1, 24, 24],
  )
  assert.ok(waits.every(({ intervalMs }) => intervalMs === hour))
})

test('chance moves the wait by a tenth, never before what the server asked for, and nobody keeps us away for days', () => {
  assert.deepEqual(
    [0, 1].map((random) => nextPoll({ ...polled, outcome: 'new' }, random).waitMs / hour),
    [0.45, 0.55],
  )
  for (const random of [0, 0.3, 1]) assert.ok(nextPoll({ ...polled, notBeforeMs: 3 * hour }, random).waitMs >= 3 * hour)
  assert.ok(nextPoll({ ...polled, notBeforeMs: 1000 * hour }, 1).waitMs <= 27 * hour)
})

test('with a hub that tells what is new, polling only makes sure', () => {
  assert.equal(nextPoll({ ...polled, subscribed: true }, 0.5).waitMs, 12 * hour)
})

test('Retry-After is seconds or a date, anything else asks for nothing', () => {
  const now = Date.UTC(2026, 0, 1)
  assert.deepEqual(
    ['120', 'Thu, 01 Jan 2026 00:02:00 GMT', 'Wed, 31 Dec 2025 00:00:00 GMT', 'soon', '-5', undefined].map((value) =>
      retryAfterMs(value, now),
    ),
    [120_000, 120_000, 0, 0, 0, 0],
  )
})

test('an answer is fresh as long as it says, at most six hours', () => {
  assert.deepEqual(
    ['max-age=600', 'public, max-age=600', 's-maxage=600', 'max-age=999999', 'no-store', undefined].map(freshMs),
    [600_000, 600_000, 0, 6 * hour, 0, 0],
  )
})

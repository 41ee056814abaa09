import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { betaPosteriors, blendPosteriors, posteriorMeans, priorOf } from './beta-posterior.ts'
import { ClickLift } from './click-lift.ts'
import { Engagement, type EngagementEvent } from './engagement.ts'
import { optimisticPrior } from './optimistic-prior.ts'
import { RegionalEngagement } from './regional-engagement.ts'

const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} against ${expected}`)
const hour = 3_600_000
const day = Date.UTC(2026, 4, 1)

/** 300 events of 100 items over 60 days in no order of time. */
function randomEvents(seed: string): EngagementEvent[] {
  const rng = derive(seed)
  return Array.from({ length: 300 }, () => ({
    row: rng.integer(100),
    at: day + Math.floor(rng.uniform() * 60 * 24 * hour),
    shows: 1 + rng.integer(3),
    clicks: rng.integer(2),
  }))
}

/** The definition, from the whole log. */
function recount(events: readonly EngagementEvent[], halfLifeMs: number, now: number) {
  const shows = new Float64Array(100)
  const clicks = new Float64Array(100)
  for (const event of events) {
    const weight = 2 ** (-(now - event.at) / halfLifeMs)
    shows[event.row]! += weight * event.shows!
    clicks[event.row]! += weight * event.clicks!
  }
  return { shows, clicks }
}

test('counting live, with events taken back, equals a recount, also when the scale had to move', () => {
  const rows = Int32Array.from({ length: 100 }, (_, row) => row)
  const now = day + 60 * 24 * hour
  for (const halfLifeMs of [Number.POSITIVE_INFINITY, 24 * hour, 1 * hour]) {
    const kept = randomEvents('kept')
    const engagement = new Engagement({ halfLifeMs })
    const mistaken = randomEvents('mistaken').slice(0, 40)
    for (const event of [...mistaken, ...kept]) engagement.observe(event)
    for (const event of mistaken) engagement.forget(event)
    const live = engagement.counts(rows, now)
    const expected = recount(kept, halfLifeMs, now)
    for (const row of rows) {
      near(live.shows[row]!, expected.shows[row]!, 1e-9)
      near(live.clicks[row]!, expected.clicks[row]!, 1e-9)
    }
    near(
      engagement.totals(now).shows,
      expected.shows.reduce((sum, x) => sum + x, 0),
      1e-8,
    )
  }
})

test('an event counts half after the half-life, rows never seen are 0, bad events are named', () => {
  const engagement = new Engagement({ halfLifeMs: hour })
  engagement.observe({ row: 700, at: day, shows: 4, clicks: 1 })
  const { shows, clicks } = engagement.counts(Int32Array.of(700, 3, 9999), day + 2 * hour)
  assert.deepEqual(
    [Array.from(shows), Array.from(clicks)],
    [
      [1, 0, 0],
      [0.25, 0, 0],
    ],
  )
  assert.deepEqual(Array.from(engagement.counts(Int32Array.of(700), 0).shows), [4])
  assert.throws(() => engagement.observe({ row: -1, at: day, shows: 1 }), /row is -1/)
  assert.throws(() => engagement.observe({ row: 1, at: day, shows: -2 }), /shows is -2/)
  assert.throws(() => engagement.observe({ row: 1, at: Number.NaN }), /at is NaN/)
  assert.throws(() => new Engagement({ halfLifeMs: 0.5 }), /halfLifeMs is 0.5/)
})

test('posterior means are (clicks + alpha) / (shows + alpha + beta)', () => {
  const counts = { shows: Float64Array.of(10, 0, 1), clicks: Float64Array.of(3, 0, 2) }
  const means = posteriorMeans(betaPosteriors(counts, priorOf(0.1, 20)))
  near(means[0]!, 5 / 30)
  near(means[1]!, 0.1)
  near(means[2]!, 4 / 22) // more clicks than shows: no negative shows
})

test('a blend leans on the region where it knows the item', () => {
  const region = { alpha: Float64Array.of(10, 10), beta: Float64Array.of(100, 100) }
  const everywhere = { alpha: Float64Array.of(50, 50), beta: Float64Array.of(1000, 1000) }
  const blended = blendPosteriors(region, everywhere, { share: 0.95, known: (k) => k === 0 })
  near(blended.alpha[0]!, 0.95 * 10 + 0.05 * 50)
  near(blended.beta[0]!, 0.95 * 100 + 0.05 * 1000)
  assert.deepEqual([blended.alpha[1], blended.beta[1]], [50, 1000])
})

test('the optimistic prior: 5 % of the mean shows, at the click rate of the two best well-shown items', () => {
  // Mean shows 100; the item with one lucky show does not compete.
  const counts = { shows: Float64Array.of(150, 120, 129, 1, 0), clicks: Float64Array.of(15, 6, 1, 1, 0) }
  const { alpha, beta } = optimisticPrior(counts)!
  near(beta, 5)
  near(alpha, (5 * (0.1 + 0.05)) / 2)
  assert.equal(optimisticPrior({ shows: Float64Array.of(5), clicks: Float64Array.of(0) }), null)
  assert.equal(optimisticPrior({ shows: new Float64Array(2), clicks: new Float64Array(2) }), null)
})

test('a region without clicks, an unknown one and none are believed as everywhere; a region with clicks differs', () => {
  const engagement = new RegionalEngagement()
  for (let row = 0; row < 3; row++) {
    engagement.observe({ row, at: day, shows: 100, clicks: row }, 'DE')
    engagement.observe({ row, at: day, shows: 100, clicks: 2 - row }, 'US')
    engagement.observe({ row, at: day, shows: 10 }, 'CH')
  }
  const rows = Int32Array.of(0, 1, 2)
  const of = (region: string | null) => posteriorMeans(engagement.posteriors(rows, { region, now: day }))
  assert.deepEqual(of('CH'), of(null))
  assert.deepEqual(of('FR'), of(null))
  assert.ok(of('DE')[2]! > of('DE')[0]! && of('US')[0]! > of('US')[2]!)
  engagement.forget({ row: 0, at: day, shows: 100, clicks: 2 }, 'US')
  assert.equal(engagement.everywhere.counts(rows, day).clicks[0], 0)
})

test('log lift: clicks beyond what was expected, summed over what was read', () => {
  const lift = new ClickLift()
  lift.observe([1, 2], { row: 9, clicked: 1, expected: 0.25 })
  lift.observe([1], { row: 9, clicked: 0, expected: 0.25 })
  near(lift.logLift([1, 2, 7], 9, 1), Math.log(2 / 1.5) + Math.log(2 / 1.25))
  assert.equal(lift.logLift([1], 8, 1), 0)
  assert.throws(() => lift.logLift([1], 9, 0), /strength is 0/)
})

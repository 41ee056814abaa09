import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyHistory } from '../data/history.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { Popularity, popularity } from './popularity.ts'

const day = 86_400_000
const start = Date.UTC(2024, 0, 1)
const items = new Vocabulary(['a', 'b', 'c', 'd', 'e'])
const event = fc.record({
  row: fc.integer({ min: 0, max: 4 }),
  at: fc.integer({ min: 0, max: 3 * 365 * day }).map((ms) => start + ms),
  weight: fc.double({ min: 0.1, max: 4, noNaN: true }),
})

/** The definition, counted anew. */
function recount(
  events: readonly { row: number; at: number; weight: number }[],
  now: number,
  halfLifeMs: number,
): number[] {
  const sums = items.ids.map(() => 0)
  for (const { row, at, weight } of events) sums[row]! += weight * 2 ** ((at - now) / halfLifeMs)
  return sums
}

const close = (actual: number, expected: number) => Math.abs(actual - expected) <= 1e-9 * Math.abs(expected)

test('counting event by event equals a recount, in any order of time and over years', () => {
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 200 }),
      fc.constantFrom(day / 2, 7 * day, 30 * day + 1),
      (events, halfLifeMs) => {
        const model = new Popularity(items, { halfLifeMs })
        for (const one of events) model.observe(one)
        const newest = Math.max(...events.map((one) => one.at))
        for (const now of [newest, newest + day, newest + 20 * halfLifeMs]) {
          const expected = recount(events, now, halfLifeMs)
          for (let row = 0; row < items.size; row++) {
            const { base } = model.explain(emptyHistory, row, now)
            if (expected[row]! > 1e-300) assert.ok(close(base, expected[row]!), `${base} against ${expected[row]}`)
            assert.equal(model.score(emptyHistory, now)[row], Math.fround(base))
          }
        }
      },
    ),
    { seed: 7, numRuns: 100 },
  )
})

test('taking an event back equals never having seen it', () => {
  const model = new Popularity(items, { halfLifeMs: day })
  const kept = { row: 1, at: start, weight: 2 }
  model.observe(kept)
  model.observe({ row: 1, at: start + 20 * day, weight: 1 })
  model.forget({ row: 1, at: start + 20 * day, weight: 1 })
  model.observe({ row: 2, at: start + day, weight: 3 })
  model.forget({ row: 2, at: start + day, weight: 3 })
  const other = new Popularity(items, { halfLifeMs: day })
  other.observe(kept)
  const now = start + 21 * day
  const [left, expected] = [model.explain(emptyHistory, 1, now).base, other.explain(emptyHistory, 1, now).base]
  assert.equal(model.strength[2], 0)
  assert.ok(close(left, expected), `${left} against ${expected}`)
})

test('an event an hour old counts more than two a week old', () => {
  const model = new Popularity(items, { halfLifeMs: day })
  model.observe({ row: 0, at: start, weight: 1 })
  model.observe({ row: 0, at: start, weight: 1 })
  model.observe({ row: 1, at: start + 7 * day, weight: 1 })
  assert.ok(model.strength[1]! > model.strength[0]!)
})

test('thirty years of events neither overflow nor turn into NaN', () => {
  const model = new Popularity(items, { halfLifeMs: day / 2 })
  for (let d = 0; d < 30 * 365; d += 3) model.observe({ row: d % 5, at: start + d * day, weight: 1 })
  const scores = model.score(emptyHistory, start + 30 * 365 * day)
  assert.ok(scores.every((score) => Number.isFinite(score) && score >= 0))
  assert.ok(model.strength.every(Number.isFinite))
})

test('a catalogue that changes keeps the counts of what stays', () => {
  const model = new Popularity(items, { halfLifeMs: day })
  model.observe({ row: 3, at: start, weight: 2 })
  const wider = model.withItems(new Vocabulary(['new', 'd', 'a']))
  assert.deepEqual(wider.score(emptyHistory, start), Float32Array.of(0, 2, 0))
  wider.observe({ row: 0, at: start, weight: 1 })
  assert.equal(wider.score(emptyHistory, start)[0], 1)
  assert.equal(model.score(emptyHistory, start)[0], 0)
})

test('counting goes on after loading, as if there had been no file', () => {
  const model = new Popularity(items, { halfLifeMs: day })
  model.observe({ row: 0, at: start, weight: 1 })
  const loaded = popularity.load(model.save())
  for (const one of [model, loaded]) one.observe({ row: 0, at: start + 500 * day, weight: 1 })
  assert.deepEqual(loaded.save(), model.save())
  const empty = popularity.load(new Popularity(items, { halfLifeMs: day }).save())
  assert.deepEqual(empty.score(emptyHistory, start), new Float32Array(5))
})

test('an event that cannot be is refused and counts nothing', () => {
  const model = new Popularity(items, { halfLifeMs: day })
  assert.throws(() => model.observe({ row: 5, at: start, weight: 1 }), /row 5/)
  assert.throws(() => model.observe({ row: 0, at: Number.NaN, weight: 1 }), /at is NaN/)
  assert.throws(() => model.observe({ row: 0, at: start, weight: 0 }), /weight is 0/)
  assert.throws(() => new Popularity(items, { halfLifeMs: 0.5 }), /halfLifeMs is 0.5/)
  assert.deepEqual(model.score(emptyHistory, start), new Float32Array(5))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import type { SessionEvent } from '../data/open-sessions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive, type Seed } from '../random/random.ts'
import { CoVisitation, type CoVisitationConfig, coVisitation } from './co-visitation.ts'

const minute = 60_000
const items = new Vocabulary(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
const start = Date.UTC(2026, 0, 1)

/** Clicks of interleaved sessions in order of time; now and then a session is silent for hours and goes on. */
function clicks(seed: Seed, count: number): SessionEvent[] {
  const rng = derive('co-visitation', seed)
  let at = start
  return Array.from({ length: count }, () => {
    at += rng.integer(rng.uniform() < 0.02 ? 200 * minute : 2 * minute)
    return { session: `s${rng.integer(6)}`, row: rng.integer(items.size), at }
  })
}

/** The definition, counted anew from the log, all decay relative to the last click. */
function recount(log: readonly SessionEvent[], config: CoVisitationConfig): number[][] {
  const counts = items.ids.map(() => items.ids.map(() => 0))
  const end = log.at(-1)!.at
  log.forEach((later, k) => {
    const weight = 2 ** ((later.at - end) / config.halfLifeMs)
    let [apart, newer] = [0, later.at]
    for (let j = k - 1; j >= 0 && apart < config.maxSession; j--) {
      const earlier = log[j]!
      if (earlier.session !== later.session) continue
      if (newer - earlier.at > config.idleMs) break
      newer = earlier.at
      if (earlier.row !== later.row) {
        const amount = weight * config.gapFactor ** apart
        counts[earlier.row]![later.row]! += amount
        if (config.direction === 'symmetric') counts[later.row]![earlier.row]! += amount
      }
      apart++
    }
  })
  return counts
}

function plainScores(counts: number[][], rows: readonly number[], config: CoVisitationConfig): number[] {
  const sums = counts.map((row) => row.reduce((sum, value) => sum + value, 0))
  const used = rows
    .map((row, j) => ({ row, weight: config.positionDecay ** (rows.length - 1 - j) }))
    .filter(({ row, weight }) => sums[row]! > 0 && weight >= 1e-4)
  const total = used.reduce((sum, { weight }) => sum + weight, 0)
  return counts.map((_, b) =>
    used.reduce((sum, { row, weight }) => sum + ((weight / total) * counts[row]![b]!) / sums[row]!, 0),
  )
}

const configs: CoVisitationConfig[] = [
  coVisitation.defaults,
  { ...coVisitation.defaults, direction: 'symmetric', gapFactor: 1, positionDecay: 1 },
  { ...coVisitation.defaults, halfLifeMs: Number.POSITIVE_INFINITY, maxSession: 3 },
  { ...coVisitation.defaults, halfLifeMs: minute, idleMs: Number.POSITIVE_INFINITY },
]
const read = (rows: readonly number[]) => historyOf(rows.map((row, k) => ({ row, at: start + k })))

test('learning click by click equals a recount of the log', () => {
  configs.forEach((config, which) => {
    const log = clicks(which, 300)
    const model = new CoVisitation(items, config)
    log.forEach((event, k) => {
      model.observe(event)
      if (k % 50 !== 49) return
      const counts = recount(log.slice(0, k + 1), config)
      for (const rows of [[0], [1, 2], [7, 6, 5, 4, 3, 2, 1, 0]]) {
        const expected = plainScores(counts, rows, config)
        const scores = model.scoreRows(read(rows), Int32Array.from(items.ids.keys()))
        scores.forEach((score, row) => {
          assert.ok(Math.abs(score - expected[row]!) < 1e-9, `config ${which}: ${score} against ${expected[row]}`)
        })
        assert.deepEqual(model.score(read(rows)), new Float32Array(scores))
      }
    })
  })
})

test('an hour old pair yields to what is clicked now', () => {
  const model = new CoVisitation(items, coVisitation.defaults)
  for (const session of ['x', 'y']) {
    model.observe({ session, row: 0, at: start })
    model.observe({ session, row: 1, at: start + minute })
  }
  model.observe({ session: 'z', row: 0, at: start + 180 * minute })
  model.observe({ session: 'z', row: 2, at: start + 181 * minute })
  const scores = model.score(read([0]))
  assert.ok(scores[2]! > scores[1]! && scores[1]! > 0)
})

test('sixty years of clicks neither overflow nor turn into NaN', () => {
  const model = new CoVisitation(items, { ...coVisitation.defaults, halfLifeMs: minute })
  for (let year = 0; year < 60; year++)
    for (let k = 0; k < 20; k++)
      model.observe({ session: `${year} ${k % 3}`, row: k % 8, at: start + year * 365 * 1440 * minute + k })
  assert.ok(model.score(read([0, 1, 2])).every((score) => Number.isFinite(score) && score >= 0))
})

test('memory is bounded: pairs that faded go, then the rows with the least strength', () => {
  const many = new Vocabulary(Array.from({ length: 400 }, (_, k) => `i${k}`))
  const model = new CoVisitation(many, { ...coVisitation.defaults, maxPairs: 2000 })
  const rng = derive('memory')
  for (let k = 0; k < 40_000; k++) {
    model.observe({ session: `s${k % 50}`, row: rng.integer(many.size), at: start + k * 1000 })
    assert.ok(model.pairs <= 2000 + 50)
  }
})

test('counting goes on after loading, as if there had been no file', () => {
  for (const config of configs) {
    const log = clicks('saved', 200)
    const model = new CoVisitation(items, config)
    for (const event of log.slice(0, 120)) model.observe(event)
    const loaded = coVisitation.load(model.save())
    for (const one of [model, loaded]) for (const event of log.slice(120)) one.observe(event)
    assert.deepEqual(loaded.save(), model.save())
  }
})

test('a catalogue that changes keeps the counts and the open sessions of what stays', () => {
  const model = new CoVisitation(items, coVisitation.defaults)
  model.observe({ session: 'x', row: 0, at: start })
  model.observe({ session: 'x', row: 2, at: start + 1 })
  const wider = model.withItems(new Vocabulary(['new', 'c', 'a']))
  assert.deepEqual(wider.score(read([2])), Float32Array.of(0, 1, 0))
  wider.observe({ session: 'x', row: 0, at: start + 2 })
  assert.deepEqual(wider.score(read([1])), Float32Array.of(1, 0, 0))
})

test('an event or option that cannot be is refused by name', () => {
  const model = new CoVisitation(items, coVisitation.defaults)
  assert.throws(() => model.observe({ session: 'x', row: 8, at: start }), /row 8/)
  assert.throws(() => model.observe({ session: 'x', row: 0, at: Number.NaN }), /at is NaN/)
  for (const [option, value] of Object.entries({
    gapFactor: 0,
    positionDecay: 2,
    halfLifeMs: 0.5,
    idleMs: 0,
    maxPairs: 0,
  }))
    assert.throws(
      () => new CoVisitation(items, { ...coVisitation.defaults, [option]: value }),
      new RegExp(`${option} is ${value}`),
    )
  assert.deepEqual(model.score(emptyHistory), new Float32Array(8))
})

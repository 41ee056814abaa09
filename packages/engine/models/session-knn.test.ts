import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import type { SessionEvent } from '../data/open-sessions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive, type Seed } from '../random/random.ts'
import { SessionKnn, type SessionKnnConfig, sessionKnn } from './session-knn.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 1)
const items = new Vocabulary(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
const rows = Int32Array.from(items.ids.keys())
const read = (list: readonly number[]) => historyOf(list.map((row, k) => ({ row, at: start + k })))

function clicks(seed: Seed, count: number): SessionEvent[] {
  const rng = derive('session-knn', seed)
  let at = start
  return Array.from({ length: count }, () => {
    at += rng.integer(rng.uniform() < 0.02 ? 200 * minute : 2 * minute)
    return { session: `s${rng.integer(12)}`, row: rng.integer(items.size), at }
  })
}

interface PlainSession {
  readonly name: string
  readonly rows: number[]
  lastAt: number
}

/** The definition, from the whole log. */
function plainScores(log: readonly SessionEvent[], history: readonly number[], config: SessionKnnConfig): number[] {
  const open = new Map<string, PlainSession>()
  const byItem: PlainSession[][] = items.ids.map(() => [])
  for (const { session, row, at } of log) {
    let current = open.get(session)
    if (current === undefined || at - current.lastAt > config.idleMs) {
      current = { name: session, rows: [], lastAt: at }
      open.set(session, current)
    }
    current.rows.push(row)
    current.lastAt = at
    byItem[row]!.push(current)
  }
  const later = (a: PlainSession, b: PlainSession) => b.lastAt - a.lastAt || (a.name < b.name ? 1 : -1)
  const met = new Set(history.flatMap((row) => byItem[row]!.slice(-config.recentSessions - 1)))
  const weight = (row: number) => (history.indexOf(row) + 1) / history.length
  const near = [...met]
    .sort(later)
    .slice(0, config.recentSessions)
    .map((session) => {
      const shared = session.rows.map(weight)
      return { session, similarity: shared.reduce((sum, p) => sum + p, 0), newest: Math.max(...shared) }
    })
    .sort((a, b) => b.similarity - a.similarity || later(a.session, b.session))
    .slice(0, config.neighbours)
  const scores = items.ids.map(() => 0)
  for (const { session, similarity, newest } of near)
    for (const row of session.rows) scores[row]! += similarity * newest
  return scores
}

const configs: SessionKnnConfig[] = [
  sessionKnn.defaults,
  { recentSessions: 5, neighbours: 3, idleMs: 30 * minute },
  { recentSessions: 2, neighbours: 4, idleMs: Number.POSITIVE_INFINITY },
]

test('learning click by click equals the definition on the whole log', () => {
  configs.forEach((config, which) => {
    const log = clicks(which, 400)
    const model = new SessionKnn(items, config)
    log.forEach((event, k) => {
      model.observe(event)
      if (k % 40 !== 39) return
      for (const history of [[0], [1, 2], [7, 3, 5, 4]]) {
        const expected = plainScores(log.slice(0, k + 1), history, config)
        model.scoreRows(read(history), rows).forEach((score, row) => {
          assert.ok(Math.abs(score - expected[row]!) < 1e-9, `config ${which}: ${score} against ${expected[row]}`)
        })
      }
    })
  })
})

test('by hand: the newest shared item counts most, and a session is not its own neighbour', () => {
  const model = new SessionKnn(items, sessionKnn.defaults)
  const visit = (session: string, list: readonly number[]) => {
    for (const row of list) model.observe({ session, row, at: start })
  }
  visit('x', [0, 2]) // shares a: 1/2
  visit('y', [1, 3]) // shares b: 1
  visit('z', [0, 1, 4]) // shares both: 3/2, newest 1
  visit('me', [0, 1, 5])
  assert.deepEqual(Array.from(model.scoreOthers(read([0, 1]), Int32Array.of(2, 3, 4, 5), 'me')), [0.25, 1, 1.5, 0])
  assert.equal(model.scoreRows(read([0, 1]), Int32Array.of(5))[0], 1.5)
})

test('memory is bounded by what the items remember, however long it runs', () => {
  const model = new SessionKnn(items, { recentSessions: 4, neighbours: 4, idleMs: minute })
  for (let k = 0; k < 20_000; k++)
    model.observe({ session: `s${k >> 1}`, row: (k * 5) % items.size, at: start + k * 10_000 })
  assert.ok(model.sessions <= 5 * items.size + 1000, `${model.sessions} sessions`)
  model.save()
  assert.ok(model.sessions <= 5 * items.size + 6, `${model.sessions} sessions after what is over was swept out`)
})

test('counting goes on after loading, as if there had been no file', () => {
  for (const config of configs) {
    const log = clicks('saved', 300)
    const model = new SessionKnn(items, config)
    for (const event of log.slice(0, 200)) model.observe(event)
    const loaded = sessionKnn.load(model.save())
    assert.equal(loaded.sessions, model.sessions)
    for (const one of [model, loaded]) for (const event of log.slice(200)) one.observe(event)
    assert.deepEqual(loaded.save(), model.save())
  }
})

test('a catalogue that changes keeps the sessions of what stays', () => {
  const model = new SessionKnn(items, sessionKnn.defaults)
  for (const row of [0, 1, 2]) model.observe({ session: 'x', row, at: start })
  const other = model.withItems(new Vocabulary(['new', 'c', 'a']))
  assert.deepEqual(other.score(read([2])), Float32Array.of(0, 1, 1))
  other.observe({ session: 'x', row: 0, at: start + 1 })
  assert.deepEqual(other.score(read([2])), Float32Array.of(1, 1, 1))
})

test('an event or option that cannot be is refused by name', () => {
  const model = new SessionKnn(items, sessionKnn.defaults)
  assert.throws(() => model.observe({ session: 'x', row: -1, at: start }), /row -1/)
  assert.throws(() => model.observe({ session: 'x', row: 0, at: Number.POSITIVE_INFINITY }), /at is Infinity/)
  for (const option of ['recentSessions', 'neighbours', 'idleMs'])
    assert.throws(() => new SessionKnn(items, { ...sessionKnn.defaults, [option]: 0 }), new RegExp(`${option} is 0`))
  assert.deepEqual(model.score(emptyHistory), new Float32Array(8))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildInteractions } from './interactions.ts'
import { OpenSessions } from './open-sessions.ts'
import { sessionEvents } from './session-events.ts'

test('a click sees its session so far, the newest clicks only, and nothing after too long a silence', () => {
  const sessions = new OpenSessions({ idleMs: 10, maxLength: 2 })
  const click = (session: string, row: number, at: number) => {
    const earlier = [...sessions.earlier({ session, at })]
    sessions.append({ session, row, at })
    return earlier
  }
  assert.deepEqual(click('x', 1, 0), [])
  assert.deepEqual(click('y', 9, 1), [])
  assert.deepEqual(click('x', 2, 10), [1])
  assert.deepEqual(click('x', 3, 20), [1, 2])
  assert.deepEqual(click('x', 4, 20), [2, 3])
  assert.deepEqual(click('x', 5, 31), [])
})

test('sessions that are over are forgotten without being asked for', () => {
  const sessions = new OpenSessions({ idleMs: 100, maxLength: 5 })
  for (let k = 0; k < 50_000; k++) {
    sessions.append({ session: `s${k}`, row: 0, at: k })
    assert.ok(sessions.size <= 2 * 101 + 2000)
  }
  assert.equal(sessions.save().names.length, 101)
})

test('what was saved goes on as before', () => {
  const options = { idleMs: 100, maxLength: 5 }
  const sessions = new OpenSessions(options)
  for (const [session, row, at] of [
    ['b', 1, 0],
    ['a', 2, 50],
    ['b', 3, 90],
  ] as const)
    sessions.append({ session, row, at })
  const loaded = OpenSessions.load(sessions.save(), options)
  assert.deepEqual(loaded.save(), sessions.save())
  assert.deepEqual([loaded.earlier({ session: 'b', at: 190 }), loaded.earlier({ session: 'a', at: 190 })], [[1, 3], []])
})

test('interactions become clicks in order of time, each reader a session', async () => {
  const interactions = await buildInteractions(() => [
    { reader: 'r', item: 'b', at: 5, weight: 1 },
    { reader: 'q', item: 'a', at: 5, weight: 1 },
    { reader: 'r', item: 'a', at: 1, weight: 1 },
  ])
  assert.deepEqual(
    [...sessionEvents(interactions)],
    [
      { session: 'r', row: 0, at: 1 },
      { session: 'q', row: 0, at: 5 },
      { session: 'r', row: 1, at: 5 },
    ],
  )
})

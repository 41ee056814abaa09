import assert from 'node:assert/strict'
import { test } from 'node:test'
import { within } from '../kernel/deadline.ts'
import { Failure } from '../kernel/failure.ts'
import { silentLog } from '../kernel/log/log.ts'
import { descend } from './ladder.ts'
import { steadyClock } from './steady-clock.ts'

test('the first step that gives something answers; what throws or has nothing is passed', async () => {
  const broken = (): never => {
    throw new Error('broken')
  }
  const steps = [
    { name: 'throws', make: broken },
    { name: 'rejects', make: async () => broken() },
    { name: 'has nothing', make: () => null },
    { name: 'gives', make: async () => 'list' },
    { name: 'is not asked', make: () => assert.fail('asked') },
  ]
  assert.equal(await descend(silentLog, steps), 'list')
  assert.equal(await descend(silentLog, steps.slice(0, 3)), null)
})

test('a clock that is set back or says nothing stands still and is not trusted; small corrections and jumps ahead are', () => {
  let told = 1_000_000_000
  const clock = steadyClock(
    () => told,
    () => 900_000_000,
  )
  const look = (now: number): [number, boolean] => {
    told = now
    return [clock.now(), clock.trusted()]
  }
  assert.deepEqual(look(1_000_000_000), [1_000_000_000, true])
  assert.deepEqual(look(999_990_000), [999_990_000, true])
  assert.deepEqual(look(5), [1_000_000_000, false])
  assert.deepEqual(look(Number.NaN), [1_000_000_000, false])
  assert.deepEqual(look(2_000_000_000), [2_000_000_000, true])
  const atStart = steadyClock(
    () => 5,
    () => 900_000_000,
  )
  assert.deepEqual([atStart.now(), atStart.trusted()], [900_000_000, false])
})

test('who waits too long is told so, and the work is told to stop', async () => {
  let stopped = false
  const never = (signal: AbortSignal) =>
    new Promise<never>(() => {
      signal.addEventListener('abort', () => {
        stopped = true
      })
    })
  await assert.rejects(
    within(1, 'reading', never),
    (cause) => cause instanceof Failure && /reading took/.test(cause.message),
  )
  assert.ok(stopped)
  assert.equal(await within(1000, 'reading', async () => 3), 3)
  await assert.rejects(
    within(1000, 'reading', async () => {
      throw new Error('its own')
    }),
    /its own/,
  )
})

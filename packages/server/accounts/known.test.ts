import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKnown } from './known.ts'

/** Answers when told to. */
function scene() {
  let now = 0
  const waiting: ((who: string | undefined) => void)[] = []
  const known = openKnown<string>({ clock: () => now }, () => new Promise((done) => waiting.push(done)))
  return {
    known,
    waiting,
    async answer(who: string | undefined) {
      waiting.shift()!(who)
      await new Promise(setImmediate)
    },
    after(ms: number) {
      now += ms
    },
  }
}

test('however many ask at once, the database is asked once', async () => {
  const { known, waiting, answer } = scene()
  const asked = Array.from({ length: 50 }, () => known.find('secret'))
  assert.equal(waiting.length, 1)
  await answer('ada')
  assert.deepEqual(new Set(await Promise.all(asked)), new Set(['ada']))
})

test('for a while the answer of before serves while it is asked anew, then nobody is taken at an old word', async () => {
  const { known, waiting, answer, after } = scene()
  const first = known.find('secret')
  await answer('ada')
  await first
  after(6000)
  assert.equal(await known.find('secret'), 'ada')
  assert.equal(waiting.length, 1)
  await answer(undefined) // signed out elsewhere
  const next = known.find('secret')
  await answer(undefined)
  assert.equal(await next, undefined)
  const again = known.find('secret')
  await answer('ada')
  await again
  after(60_000)
  const late = known.find('secret')
  await answer(undefined)
  assert.equal(await late, undefined, 'an old answer does not serve after an hour')
})

test('whoever is forgotten while they are looked up is not known again by that answer', async () => {
  const { known, waiting, answer } = scene()
  const before = known.find('secret')
  known.forget('secret')
  await answer('ada')
  await before
  const next = known.find('secret')
  assert.equal(waiting.length, 1, 'asked anew')
  await answer(undefined)
  assert.equal(await next, undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Errand, politely } from './politely.ts'

/** Errands that end when told, and what was under way at once. */
function stage() {
  const atOnce = new Map<string, number>()
  const order: string[] = []
  let most = 0
  const errand = (host: string, name: string): Errand => ({
    host,
    async run() {
      atOnce.set(host, (atOnce.get(host) ?? 0) + 1)
      assert.equal(atOnce.get(host), 1, 'one at a time')
      most = Math.max(
        most,
        [...atOnce.values()].reduce((sum, count) => sum + count, 0),
      )
      order.push(name)
      await new Promise(setImmediate)
      atOnce.set(host, 0)
    },
  })
  return { errand, order, most: () => most }
}

test('a host gets one request at a time with a pause between two; several hosts are asked at once', async () => {
  const { errand, order, most } = stage()
  const pauses: number[] = []
  const errands = [errand('a', 'a1'), errand('b', 'b1'), errand('a', 'a2'), errand('c', 'c1'), errand('a', 'a3')]
  const wait = async (ms: number) => pauses.push(ms)
  const begun = await politely(errands, { hosts: 2, pauseMs: 1000, wait, over: () => false })
  assert.equal(begun, 5)
  assert.deepEqual(
    order.filter((name) => name.startsWith('a')),
    ['a1', 'a2', 'a3'],
  )
  assert.deepEqual(pauses, [1000, 1000])
  assert.equal(most(), 2)
})

test('when the time is over nothing further begins', async () => {
  const { errand, order } = stage()
  const errands = Array.from({ length: 10 }, (_, k) => errand('a', `a${k}`))
  const begun = await politely(errands, { hosts: 4, pauseMs: 0, wait: async () => 0, over: () => order.length >= 3 })
  assert.equal(begun, 3)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { followAnnouncedEvents } from './announce.ts'
import { newEventFeed } from './feed.ts'
import { recentIds } from './recent-ids.ts'
import { recordEvents } from './record.ts'
import { open, putTestItems, uuid } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a'])
})
after(() => kernel.close())

const anonymous = { kind: 'anonymous' } as const

/** A node that collects the ids its feed hands over, and a promise for when it has so many. */
function node(name: string) {
  kernel.advance(1000)
  const feed = newEventFeed(name)
  const ids: string[] = []
  let wanted = Number.POSITIVE_INFINITY
  let reached: () => void = () => undefined
  feed.subscribe((events) => {
    ids.push(...events.map(({ id }) => id))
    if (ids.length >= wanted) reached()
  })
  const has = (count: number): Promise<void> =>
    new Promise((done) => {
      wanted = count
      reached = done
      if (ids.length >= count) done()
    })
  const none = (): never => assert.fail('nothing was missed')
  return { feed, ids, has, following: followAnnouncedEvents(kernel, feed, none) }
}

test('what one node accepts the other hands on once, small batches, large ones and repeats', async () => {
  const [left, right] = [node('left'), node('right')]
  await Promise.all([left.following.opened, right.following.opened])
  const small = [open(1, kernel.clock(), { region: 'DE' }), open(2, kernel.clock())]
  const large = Array.from({ length: 300 }, (_, n) => open(100 + n, kernel.clock()))
  await recordEvents(kernel, { events: small }, anonymous, left.feed)
  await recordEvents(kernel, { events: large }, anonymous, left.feed)
  await recordEvents(kernel, { events: [...small, open(3, kernel.clock())] }, anonymous, right.feed)
  await Promise.all([left.has(303), right.has(303)])
  for (const { ids, following } of [left, right]) {
    await following.close()
    assert.deepEqual(new Set(ids).size, 303)
    assert.equal(ids.length, 303, 'each once')
    assert.ok(ids.includes(uuid(3)))
  }
})

test('an event comes to the other node as it was stored', async () => {
  const [left, right] = [node('left'), node('right')]
  await Promise.all([left.following.opened, right.following.opened])
  const got: unknown[] = []
  for (const { feed } of [left, right]) feed.subscribe((events) => got.push(...events))
  await recordEvents(kernel, { events: [open(500, kernel.clock(), { region: 'AT', slot: 3 })] }, anonymous, left.feed)
  await right.has(1)
  assert.deepEqual(got[1], got[0])
  await Promise.all([left.following.close(), right.following.close()])
})

test('what was announced while a connection was lost is read when it is back', async () => {
  const [left, right] = [node('left'), node('right')]
  await Promise.all([left.following.opened, right.following.opened])
  await kernel.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lectern-listen' and datname = current_database()`,
  )
  await recordEvents(kernel, { events: [open(600, kernel.clock())] }, anonymous, left.feed)
  await right.has(1)
  assert.deepEqual(right.ids, [uuid(600)])
  await Promise.all([left.following.close(), right.following.close()])
})

test('recent ids are known for at least the time asked for', () => {
  const ids = recentIds(0)
  assert.ok(ids.add('a'))
  ids.forget(10, 10)
  assert.ok(ids.add('b'))
  ids.forget(15, 10)
  assert.ok(!ids.add('a'))
  ids.forget(20, 10)
  assert.ok(!ids.add('b'))
  assert.ok(ids.add('a'), 'older than twice the time')
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { recordEvents } from '../events/events.ts'
import { device, uuid } from '../events/testing.ts'
import { putItems } from '../items/items.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openPastOutcomes } from './past-outcomes.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  const item = (id: string, publisher: string | null, topic: string | null) => ({
    ...{ id, title: id, publisher, topic, url: null, excerpt: null, language: 'en', minutes: null, imageUrl: null },
    ...{ publishedAt: null, origin: 'test', editorialRank: null, addedAt: kernel.clock() },
  })
  await putItems(kernel, [item('a', 'Paper', 'food'), item('b', 'Paper', 'tech'), item('c', null, null)])
})
after(() => kernel.close())

let made = 0
async function send(...events: { readonly kind: string; readonly item: string; readonly slot?: number }[]) {
  const whole = events.map((event) => ({ id: uuid(++made), device, at: kernel.clock(), surface: 'home', ...event }))
  const receipt = await recordEvents(kernel, { events: whole }, { kind: 'anonymous' })
  assert.deepEqual(receipt.refused, [])
}

test('shows, opens and finishes count for the item, its publisher and its topic, for thirty days', async () => {
  const outcomes = openPastOutcomes(kernel)
  assert.equal((await outcomes()).need('food'), null)
  await send(
    ...['a', 'a', 'b', 'c'].map((item, slot) => ({ kind: 'impression', item, slot })),
    { kind: 'open', item: 'a' },
    { kind: 'finish', item: 'a' },
    { kind: 'save', item: 'b' },
  )
  assert.deepEqual((await outcomes()).all, { shows: 0, gains: 0 }, 'counted a moment ago')
  kernel.advance(16 * 60_000)
  const now = await outcomes()
  assert.deepEqual(now.all, { shows: 4, gains: 2 })
  assert.deepEqual(now.item('a'), { shows: 2, gains: 2 })
  assert.deepEqual(now.publisher('Paper'), { shows: 3, gains: 2 })
  assert.deepEqual(now.topic('tech'), { shows: 1, gains: 0 })
  assert.deepEqual(
    [now.item('nobody'), now.publisher(null), now.topic(null)],
    [null, { shows: 0, gains: 0 }, { shows: 0, gains: 0 }],
  )
  // Two of two opens and one of two items are food; each topic counts one more: 3 of 18 beside 2 of 18.
  assert.deepEqual(now.need('food'), { demand: 3 / 18, stock: 2 / 18 })
  assert.equal(now.need(null), null)
  kernel.advance(31 * 86_400_000)
  assert.deepEqual((await outcomes()).all, { shows: 0, gains: 0 })
})

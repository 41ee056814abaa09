// Each thing that can be away moves a list down a rung, and never to an error.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newEventFeed, recordEvents } from '../events/events.ts'
import { device, uuid } from '../events/testing.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { fillSample } from '../samples/samples.ts'
import { train } from '../training/training.ts'
import { type Audience, openRecommender, type Recommender, type RecommenderOptions } from './recommend.ts'
import { replaySlate } from './replay.ts'

let kernel: TestKernel
const open: Recommender[] = []
before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  await train(kernel, { threads: 1 })
})
after(async () => {
  for (const recommender of open) await recommender.close()
  await kernel.close()
})

const feed = newEventFeed('here')
const anybody: Audience = { kind: 'anonymous' }
const reader: Audience = { kind: 'reader', reader: `device:${device}` }
const ask = { surface: 'home', n: 10 }

async function recommenderOf(changed: Partial<TestKernel> = {}, options: RecommenderOptions = {}) {
  const recommender = await openRecommender({ ...kernel, ...changed }, feed, options)
  open.push(recommender)
  return recommender
}

test('a history that nothing can be made of but its topics gives the list of the segment, and is replayed', async () => {
  const seen: string[] = []
  const recommender = await recommenderOf({}, { made: ({ rung }) => void seen.push(rung) })
  const list = await recommender.recommend({ ...ask, follows: { topics: ['tech'] } }, anybody)
  assert.equal(list.rung, 'segment')
  assert.ok(seen.includes('segment'), 'the rung is told to the metrics')
  await recommender.settled()
  assert.equal((await replaySlate(kernel, list.slate)).kind, 'identical')
})

test('while there is too much to do a list is not personal, and still holds nothing the reader has seen', async () => {
  let busy = false
  const recommender = await recommenderOf({}, { busy: () => busy })
  const first = await recommender.recommend(ask, reader)
  const opened = first.items[0]!.item.id
  const event = { kind: 'open', id: uuid(1), device, item: opened, at: kernel.clock() }
  await recordEvents(kernel, { events: [event] }, { kind: 'anonymous' }, feed)
  assert.equal((await recommender.recommend(ask, reader)).rung, 'personal')
  busy = true
  const list = await recommender.recommend(ask, reader)
  assert.equal(list.rung, 'popular')
  assert.ok(!list.items.some(({ item }) => item.id === opened))
})

test('a clock that goes back to 1970 moves a list down one rung and loses no item', async () => {
  let now: number | null = null
  const recommender = await recommenderOf({ clock: () => now ?? kernel.clock() })
  assert.equal((await recommender.recommend(ask, reader)).rung, 'personal')
  now = 5
  const list = await recommender.recommend(ask, reader)
  assert.deepEqual([list.rung, list.items.length], ['popular', 10])
  now = Number.NaN
  assert.equal((await recommender.recommend(ask, anybody)).items.length, 10)
})

test('a database that answers too late makes a list without the history, in time', async () => {
  const silent = { query: () => new Promise(() => undefined) }
  let hangs = false
  const database = new Proxy(kernel.database, {
    get: (of, name) => (hangs && name === 'pool' ? silent : Reflect.get(of, name)),
  })
  const recommender = await recommenderOf({ database })
  hangs = true
  const list = await recommender.recommend(ask, { kind: 'reader', reader: 'somebody new' })
  assert.deepEqual([list.rung, list.items.length], ['popular', 10])
})

test('a state that breaks every recipe leaves the pack, without what the reader has seen', async () => {
  const recommender = await recommenderOf()
  const first = await recommender.recommend(ask, reader)
  const { catalogue } = recommender.view()!.served
  const real = Object.getOwnPropertyDescriptor(catalogue, 'addedAt')!
  const get = (): never => {
    throw new Error('broken')
  }
  Object.defineProperty(catalogue, 'addedAt', { get, configurable: true })
  const list = await recommender.recommend({ ...ask, language: 'en' }, reader)
  Object.defineProperty(catalogue, 'addedAt', real)
  assert.deepEqual([first.rung, list.rung, list.items.length], ['personal', 'stored', 10])
})

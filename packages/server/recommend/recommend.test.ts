import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { slate as slateSchema } from '@lectern/protocol/rest/recommendations.ts'
import { newEventFeed, recordEvents } from '../events/events.ts'
import { open, uuid } from '../events/testing.ts'
import { type Caller, newRoutes, type Routes } from '../kernel/http/http.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { fillSample } from '../samples/samples.ts'
import { publishedModel, train } from '../training/training.ts'
import { openLists } from './lists.ts'
import { openPopularity } from './live-popularity.ts'
import { openPublicAnswers } from './public-answers.ts'
import { openRecommender, type Recommender } from './recommend.ts'
import { replaySlate } from './replay.ts'
import { recommendRoutes } from './routes.ts'

let kernel: TestKernel
let recommender: Recommender
const feed = newEventFeed()
const ada: Caller = { kind: 'reader', reader: 'ada', name: 'Ada', role: 'reader', grants: [] }
const anybody: Caller = { kind: 'anonymous' }
let made = 0

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  await train(kernel, { threads: 1 })
  recommender = await openRecommender(kernel, feed)
})
after(async () => {
  await recommender.close()
  await kernel.close()
})

const apps = new Map<Caller, Routes>()

function app(caller: Caller): Routes {
  const known = apps.get(caller)
  if (known !== undefined) return known
  const routes = newRoutes()
  apps.set(caller, routes)
  routes.use(async (c, next) => {
    c.set('caller', caller)
    c.set('log', kernel.log)
    await next()
  })
  const likeHome = { recipe: 'home', defaults: {}, origins: [] }
  const lists = openLists(kernel, recommender, () => likeHome)
  routes.route('/', recommendRoutes(kernel, lists, openPublicAnswers(kernel, recommender.withdrawals)))
  return routes
}

async function listOf(caller: Caller, query = '') {
  const response = await app(caller).request(`/v1/recommendations${query}`)
  assert.equal(response.status, 200)
  return { list: slateSchema.parse(await response.json()), response }
}

/** Waits for what another connection announces. */
async function until(true_: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await true_()); tries++) {
    assert.ok(tries < 200, 'it never came true')
    await kernel.database.pool.query('select pg_sleep(0.02)')
  }
}

/** A version whose file is not what was published. */
async function publishSpoiled(): Promise<string> {
  await writeFile(kernel.blobs.path('models/spoiled.bin'), 'nothing of a model')
  const client = await kernel.database.pool.connect()
  try {
    await client.query('begin')
    await client.query(`update model_version set state = 'retired' where state = 'published'`)
    await client.query(
      `insert into model_version select 'spoiled', model, 'models/spoiled.bin', sha256, 'published', card, created_at + 1
       from model_version order by created_at desc limit 1`,
    )
    await client.query(`select pg_notify('lectern', 'model')`)
    await client.query('commit')
  } finally {
    client.release()
  }
  return 'spoiled'
}

async function opens(item: string): Promise<void> {
  made += 1
  const { device: _, ...event } = open(1_000_000 + made, kernel.clock(), { item })
  const receipt = await recordEvents(kernel, { events: [event] }, ada, feed)
  assert.equal(receipt.accepted, 1, JSON.stringify(receipt))
}

test('nobody in particular gets what is popular, the same for half a minute, with a validator', async () => {
  const { list, response } = await listOf(anybody, '?n=8')
  assert.equal(list.rung, 'popular')
  assert.equal(list.items.length, 8)
  assert.match(response.headers.get('cache-control') ?? '', /^public/)
  const again = await app(anybody).request('/v1/recommendations?n=8', {
    headers: { 'if-none-match': response.headers.get('etag') ?? '' },
  })
  assert.equal(again.status, 304)
  kernel.advance(31_000)
  assert.notEqual((await listOf(anybody, '?n=8')).list.slate, list.slate)
})

test('an open changes the very next answer: it becomes personal and leaves the opened item out', async () => {
  const before = (await listOf(ada)).list
  assert.equal(before.rung, 'popular')
  const opened = before.items[0]!.item
  await opens(opened.id)
  const { list, response } = await listOf(ada)
  assert.equal(list.rung, 'personal')
  assert.match(response.headers.get('cache-control') ?? '', /no-store/)
  assert.ok(!list.items.some(({ item }) => item.id === opened.id))
  assert.ok(list.items.some(({ reason }) => reason.text === `Because you read ${opened.title}`))
})

test('every score is the sum of its reasons', async () => {
  await opens((await listOf(ada)).list.items[3]!.item.id)
  for (const { score, reason } of (await listOf(ada)).list.items) {
    const sum = reason.because.reduce((total, each) => total + each.contribution, reason.base + reason.others)
    assert.ok(Math.abs(sum - score) <= 1e-5 * Math.max(1, Math.abs(score)), `${sum} is not ${score}`)
  }
})

test('a dismissed item does not come back, and a hidden publisher is gone', async () => {
  const { items } = (await listOf(ada)).list
  const [dismissed, hidden] = [
    items[0]!.item,
    items.find(({ item }) => item.publisher !== items[0]!.item.publisher)!.item,
  ]
  const at = kernel.clock()
  const events = [
    { kind: 'dismiss', id: uuid(2_000_001), item: dismissed.id, at },
    { kind: 'hide', id: uuid(2_000_002), item: hidden.id, at, target: 'publisher' },
  ]
  assert.equal((await recordEvents(kernel, { events }, ada, feed)).accepted, 2)
  const shown = (await listOf(ada, '?n=100')).list.items.map(({ item }) => item)
  assert.ok(!shown.some(({ id }) => id === dismissed.id))
  assert.ok(!shown.some(({ publisher }) => publisher === hidden.publisher))
})

test('a logged slate is made again to the last bit, also after the popularity went on', async () => {
  const { list } = await listOf(ada)
  const everyone = (await listOf(anybody, '?n=12')).list
  await opens(list.items[1]!.item.id)
  await recommender.settled()
  for (const id of [list.slate, everyone.slate]) {
    const replay = await replaySlate(kernel, id)
    assert.equal(replay.kind, 'identical', JSON.stringify(replay).slice(0, 500))
  }
})

test('a history that is sent along makes a personal list and is kept nowhere', async () => {
  const history = (await listOf(anybody)).list.items.slice(0, 3).map(({ item }) => ({ item: item.id }))
  const response = await app(anybody).request('/v1/recommendations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ history }),
  })
  const list = slateSchema.parse(await response.json())
  assert.equal(list.rung, 'personal')
  await recommender.settled()
  const replay = await replaySlate(kernel, list.slate)
  assert.equal(replay.kind, 'not-kept')
  const logged = await kernel.database.pool.query('select * from slate where id = $1', [list.slate])
  const text = JSON.stringify(logged.rows[0]) + logged.rows[0].packed.toString()
  for (const { item } of [
    ...history.map(({ item }) => ({ item })),
    ...list.items.map(({ item }) => ({ item: item.id })),
  ]) {
    assert.ok(!text.includes(item), `${item} is in the log`)
  }
})

test('a request that does not fit is answered with what would', async () => {
  const response = await app(anybody).request('/v1/recommendations?n=0')
  assert.equal(response.status, 400)
  assert.match(response.headers.get('content-type') ?? '', /problem\+json/)
})

test('live popularity equals a recount of the log', async () => {
  const { items } = (await listOf(anybody, '?n=40')).list
  const live = await openPopularity(kernel, new Vocabulary(items.map(({ item }) => item.id)))
  await live.live.recount()
  const stop = feed.subscribe((events) => live.live.observe(events))
  for (const { item } of items.slice(0, 7)) {
    kernel.advance(60_000)
    await opens(item.id)
    await opens(item.id)
  }
  stop()
  const counted = live.live.current().strength.slice()
  await live.live.recount()
  const recounted = live.live.current().strength
  recounted.forEach((value, row) => {
    assert.ok(
      Math.abs(value - counted[row]!) <= 1e-9 * Math.max(value, 1e-300),
      `row ${row}: ${counted[row]} and ${value}`,
    )
  })
})

test('another kind of model goes into service without a restart, gives reasons that sum, and is replayed', async () => {
  kernel.advance(5000)
  await train(kernel, { threads: 1, models: ['item-knn'] })
  await until(async () => (await listOf(ada)).list.model?.name === 'item-knn')
  const { list } = await listOf(ada)
  assert.equal(list.rung, 'personal')
  for (const { score, reason } of list.items) {
    const sum = reason.because.reduce((total, each) => total + each.contribution, reason.base + reason.others)
    assert.ok(Math.abs(sum - score) <= 1e-5 * Math.max(1, Math.abs(score)), `${sum} is not ${score}`)
  }
  await recommender.settled()
  assert.equal((await replaySlate(kernel, list.slate)).kind, 'identical')
})

test('a broken model file is marked and the last good model goes on serving', async () => {
  const good = (await publishedModel(kernel))!
  kernel.advance(5000)
  const next = await train(kernel, { threads: 1 })
  assert.notEqual(next.version, good.version)
  await until(async () => (await listOf(ada)).list.model?.version === next.version)
  kernel.advance(5000)
  const bad = await publishSpoiled()
  await until(async () => {
    const { rows } = await kernel.database.pool.query('select state from model_version where version = $1', [bad])
    return rows[0]?.state === 'broken'
  })
  assert.equal((await listOf(ada)).list.model?.version, next.version)
  assert.ok(recommender.ready())
})

test('without a database a reader still gets a list', async () => {
  const { database } = kernel
  const away = { ...kernel, database: { ...database, db: database.db.withSchema('gone') as never } }
  const other = await openRecommender(away)
  const list = await other.recommend({ surface: 'home', n: 5 }, { kind: 'reader', reader: 'ada' })
  assert.equal(list.rung, 'stored')
  assert.equal(list.items.length, 5)
  await other.close()
})

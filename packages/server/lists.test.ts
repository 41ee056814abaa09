// Lists for any surface, over the whole app with the sample publication and a trained model.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ShapedSlate, shapedSlate } from '@lectern/protocol/rest/recommendations.ts'
import { type Answered, openTestApp, type Sent, type TestApp } from './cli/app-testing.ts'
import { uuid } from './events/testing.ts'
import { replaySlate } from './recommend/replay.ts'

let app: TestApp
let server: string
let items: ShapedSlate['items']
let events = 0

before(async () => {
  app = await openTestApp({ sample: true })
  server = await app.key()
  items = (await recommend('home', { body: { n: 100 } })).body.items
})
after(() => app.close())

type Problem = { readonly type: string; readonly detail: string }
type Answer = Answered<ShapedSlate & Problem>

const ask = (method: string, path: string, sent?: Sent): Promise<Answer> => app.call(method, path, sent)
const recommend = (surface: string, sent: Sent) => ask('POST', `/v1/surfaces/${surface}/recommend`, sent)
const rank = (sent: Sent) => ask('POST', '/v1/surfaces/home/rank', sent)
const next = (slate: string, sent?: Sent) => ask('GET', `/v1/slates/${slate}/next`, sent)
const idsOf = ({ items: lines }: { readonly items: ShapedSlate['items'] }) => lines.map(({ item }) => item.id)

/** Tells what a reader did, with the server's key. */
async function tell(reader: string, ...did: { kind: string; item: string; target?: string }[]): Promise<void> {
  const list = did.map((each) => ({ ...each, id: uuid(++events), reader, at: app.kernel.clock() }))
  const answer = await app.call<{ accepted: number }>('POST', '/v1/events', {
    key: server,
    body: { version: 1, events: list },
  })
  assert.equal(answer.body.accepted, list.length, JSON.stringify(answer.body))
}
const open = (item: string) => ({ kind: 'open', item })

test('a key names a reader, whose list is personal, explained to the last number, and answers the contract', async () => {
  const [read] = idsOf({ items })
  await tell('r1', open(read!))
  const { status, body, headers } = await recommend('home', { key: server, body: { reader: 'r1', n: 20 } })
  assert.equal(status, 200)
  assert.deepEqual(shapedSlate.parse(body), body)
  assert.equal(body.rung, 'personal')
  assert.deepEqual(body.experiments, {})
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  assert.match(headers.get('ratelimit') ?? '', /^"key";r=\d+;t=0$/)
  assert.ok(!idsOf(body).includes(read!))
  for (const { score, reason, propensity } of body.items) {
    const { because = [], others = 0, base = 0, parts = [] } = reason!
    const sum = because.reduce((total, each) => total + each.contribution, base + others)
    assert.ok(Math.abs(sum - score) <= 1e-5 * Math.max(1, Math.abs(score)))
    const whole = parts.reduce((total, each) => total + each.contribution, 0)
    assert.ok(Math.abs(whole - base) <= 1e-9)
    assert.ok(propensity > 0 && propensity <= 1)
  }
})

test('a request takes what the surface says, and says otherwise where it wants', async () => {
  const settings = { defaults: { n: 4, explain: 'words', properties: ['title', 'topic'] } }
  assert.equal((await app.call('PUT', '/v1/surfaces/side', { cookie: app.adminCookie, body: settings })).status, 200)
  const short = (await recommend('side', { body: {} })).body
  assert.equal(short.items.length, 4)
  assert.deepEqual(Object.keys(short.items[0]!.item).sort(), ['id', 'title', 'topic'])
  assert.deepEqual(Object.keys(short.items[0]!.reason!).sort(), ['kind', 'text'])
  const long = (await recommend('side', { body: { n: 6, explain: 'off', properties: ['url'] } })).body
  assert.equal(long.items.length, 6)
  assert.equal(long.items[0]!.reason, undefined)
  assert.deepEqual(Object.keys(long.items[0]!.item).sort(), ['id', 'url'])
  const page = await ask('GET', '/v1/recommendations?surface=side')
  assert.equal(page.body.items.length, 4)
})

test('nobody names a reader but a secret key; a page names its device', async () => {
  const origins = ['https://news.example']
  await app.call('PUT', '/v1/surfaces/newtab', { cookie: app.adminCookie, body: { origins } })
  const inPage = { key: await app.key({ kind: 'publishable', surface: 'newtab' }), headers: { origin: origins[0]! } }
  assert.equal((await recommend('newtab', { body: { reader: 'r1' } })).status, 403)
  assert.equal((await recommend('newtab', { ...inPage, body: { reader: 'r1' } })).status, 403)
  assert.equal((await recommend('newtab', { cookie: app.adminCookie, body: { reader: 'r1' } })).status, 403)
  assert.equal((await recommend('newtab', { ...inPage, body: { device: uuid(1) } })).status, 200)
  assert.equal((await recommend('home', { ...inPage, body: { device: uuid(1) } })).status, 403)
  const events = await app.key({ scopes: ['events'] })
  assert.equal((await recommend('home', { key: events, body: {} })).status, 403)
  assert.equal((await next(uuid(1), { key: events })).status, 403)
  assert.equal((await ask('GET', `/v1/items/${items[0]!.item.id}/similar`, { key: events })).status, 403)
  assert.equal((await ask('GET', '/v1/recommendations', { key: events })).status, 403)
})

test('what does not fit is told with what would', async () => {
  for (const [body, wrong] of [
    [{ n: 0 }, /^n:/],
    [{ reader: 'r1', device: uuid(1) }, /one of reader, device and history/],
    [{ takes: 3 }, /takes/],
    [{ recipe: 'none' }, /known: home/],
    [{ region: 'Germany' }, /ISO 3166/],
    [{ exploration: 2 }, /^exploration:/],
    [{ properties: ['titel'] }, /^properties.0:/],
    [{ now: 0 }, /now/],
  ] as const) {
    const answer = await recommend('home', { key: server, body })
    assert.equal(answer.status, 400, JSON.stringify(body))
    assert.match(answer.body.detail, wrong)
  }
  assert.equal((await recommend('no/surface', { body: {} })).status, 404)
  const large = await recommend('home', { body: { history: [{ item: 'x'.repeat(2_000_000) }] } })
  assert.equal(large.status, 413)
})

test('blocked publishers, topics and items sent along are left out, and make a list of which nothing is kept', async () => {
  const { item: first } = items[0]!
  const { item: other } = items.find(({ item }) => item.publisher !== first.publisher && item.topic !== first.topic)!
  const blocked = { publishers: [first.publisher], topics: [other.topic], items: [items[9]!.item.id, 'unknown'] }
  const { body } = await recommend('home', { body: { n: 100, blocked } })
  assert.ok(body.items.length > 10)
  for (const { item } of body.items) {
    assert.notEqual(item.publisher, first.publisher)
    assert.notEqual(item.topic, other.topic)
    assert.notEqual(item.id, items[9]!.item.id)
  }
  assert.equal((await next(body.slate)).status, 410)
})

test('without anything personal to say a list falls back as it is told', async () => {
  const rungOf = async (body: object) => (await recommend('home', { body })).body
  assert.equal((await rungOf({})).rung, 'popular')
  assert.equal((await rungOf({ fallback: 'editorial' })).rung, 'editorial')
  assert.deepEqual((await rungOf({ fallback: 'none' })).items, [])
  const personal = { fallback: 'none', history: [{ item: items[0]!.item.id }] }
  assert.equal((await rungOf(personal)).rung, 'personal')
})

test('a filter, in the language of conditions, holds for every item, and a wrong one is explained', async () => {
  const filter = { all: [{ topic: { in: ['tech', 'education-science', 'health'] } }, { minutes: { atMost: 12 } }] }
  const { body } = await recommend('home', { body: { n: 30, filter } })
  assert.ok(body.items.length >= 5, `${body.items.length}`)
  for (const { item } of body.items) {
    assert.ok(['tech', 'education-science', 'health'].includes(item.topic ?? ''))
    assert.ok(item.minutes! <= 12)
  }
  const wrong = await recommend('home', { body: { filter: { topics: 'tech' } } })
  assert.equal(wrong.status, 400)
  assert.match(wrong.body.detail, /topic/)
})

test('pins, promotions, quotas and boosts shape the list as they say', async () => {
  const [pinned] = idsOf({ items }).slice(50)
  const rules = {
    n: 20,
    exploration: 0,
    pins: [{ item: pinned, slot: 2 }],
    promotions: [{ when: { topic: 'food' }, share: 0.25 }],
    quotas: [
      { each: 'publisher', max: 2 },
      { when: { topic: 'tech' }, max: 1 },
      { when: { topic: 'health' }, min: 3 },
    ],
  }
  const { body } = await recommend('home', { body: rules })
  assert.equal(body.items.length, 20)
  assert.equal(body.items[2]!.item.id, pinned)
  const count = (holds: (item: ShapedSlate['items'][number]['item']) => boolean) =>
    body.items.filter(({ item }) => holds(item)).length
  assert.equal(
    count(({ topic }) => topic === 'food'),
    5,
  )
  assert.ok(count(({ topic }) => topic === 'tech') <= 1)
  assert.ok(count(({ topic }) => topic === 'health') >= 3)
  for (const { item } of body.items) assert.ok(count(({ publisher }) => publisher === item.publisher) <= 2)
  const boosted = await recommend('home', {
    body: { n: 5, exploration: 0, boosts: [{ when: { topic: 'arts' }, factor: 100 }] },
  })
  assert.equal(boosted.body.items[0]!.item.topic, 'arts')
  const { score, reason } = boosted.body.items[0]!
  assert.ok(reason!.parts!.some(({ name }) => name === 'boost'))
  assert.ok(Math.abs(reason!.base! - score) <= 1e-5 * score)
  for (const body of [
    { quotas: [{ each: 'publisher' }] },
    { quotas: [{ each: 'topic', min: 3, max: 2 }] },
    {
      promotions: [
        { when: { topic: 'food' }, share: 0.6 },
        { when: { topic: 'tech' }, share: 0.6 },
      ],
    },
    { boosts: [{ when: { topic: 'arts' }, factor: 0 }] },
  ])
    assert.equal((await recommend('home', { body })).status, 400, JSON.stringify(body))
})

test('a given list comes back whole: ranked for the reader, or left out with the reason', async () => {
  const ids = idsOf({ items })
  await tell('r2', open(ids[0]!), { kind: 'dismiss', item: ids[1]! })
  const given = [...ids.slice(0, 40), 'nothing', ids[5]!]
  const { body } = await rank({ key: server, body: { reader: 'r2', items: given } })
  assert.equal(body.rung, 'personal')
  assert.deepEqual(new Set([...idsOf(body), ...body.leftOut!.map(({ item }) => item)]), new Set(given))
  assert.equal(body.items.length, 38)
  assert.deepEqual(body.leftOut, [
    { item: ids[0], why: 'not-allowed', detail: 'already seen or dismissed' },
    { item: ids[1], why: 'not-allowed', detail: 'already seen or dismissed' },
    { item: 'nothing', why: 'unknown', detail: 'no item has this id' },
  ])
  assert.deepEqual(
    body.items.map(({ propensity }) => propensity),
    body.items.map(() => 1),
    'no chance',
  )
  const again = await rank({ key: server, body: { reader: 'r2', items: given.toReversed() } })
  assert.deepEqual(idsOf(again.body), idsOf(body), 'whatever the order they come in')
  assert.equal((await rank({ body: { items: [] } })).status, 400)
  assert.equal((await rank({ body: { items: Array(501).fill('a') } })).status, 400)
})

test('what goes with an item: not the item, for everybody cacheable, for a reader without what they know', async () => {
  const id = idsOf({ items })[2]!
  const { body, headers } = await ask('GET', `/v1/items/${id}/similar?n=8`)
  assert.equal(body.recipe.name, 'similar')
  assert.equal(body.items.length, 8)
  assert.ok(!idsOf(body).includes(id))
  assert.ok(body.items.some(({ reason }) => /^Read by readers of /.test(reason?.text ?? '')))
  assert.match(headers.get('cache-control') ?? '', /^public/)
  const etag = headers.get('etag') ?? ''
  const path = `/v1/items/${id}/similar?n=8`
  assert.equal((await ask('GET', path, { headers: { 'if-none-match': etag } })).status, 304)
  await tell('r3', open(idsOf(body)[0]!))
  const personal = await ask('GET', `${path}&reader=r3`, { key: server })
  assert.ok(!idsOf(personal.body).includes(idsOf(body)[0]!))
  assert.match(personal.headers.get('cache-control') ?? '', /no-store/)
  assert.equal((await ask('GET', '/v1/items/nothing/similar')).status, 404)
  assert.equal((await ask('GET', `${path}&reader=r3`)).status, 403)
})

test('a batch answers each ask on its own and takes its rate', async () => {
  const asks = [
    { kind: 'recommend', surface: 'digest', reader: 'r1', n: 3 },
    { kind: 'rank', surface: 'home', reader: 'r2', items: idsOf({ items }).slice(20, 25) },
    { kind: 'similar', item: idsOf({ items })[3], n: 2 },
    { kind: 'similar', item: 'nothing' },
    { kind: 'recommend', surface: 'home', recipe: 'none' },
  ]
  const key = await app.key({ perMinute: 6 })
  type Batch = { answers: { status: number; list?: ShapedSlate; problem?: Problem }[] }
  const { body, headers } = await app.call<Batch>('POST', '/v1/batch', { key, body: { asks } })
  assert.deepEqual(
    body.answers.map(({ status, list }) => [status, list?.items.length]),
    [
      [200, 3],
      [200, 5],
      [200, 2],
      [404, undefined],
      [400, undefined],
    ],
  )
  assert.equal(body.answers[3]!.problem!.type, '/problems/not-found')
  assert.equal(headers.get('ratelimit'), '"key";r=1;t=0')
  const tooMany = await app.call('POST', '/v1/batch', { key, body: { asks } })
  assert.equal(tooMany.status, 429)
  assert.equal(
    (await app.call('POST', '/v1/batch', { key: server, body: { asks: Array(101).fill(asks[0]) } })).status,
    400,
  )
})

test('pages go on without a repeat to the end of the list, also while events come in', async () => {
  let page = (await recommend('home', { key: server, body: { reader: 'r4', n: 20 } })).body
  const shown = new Set(idsOf(page))
  for (let n = 0; page.items.length > 0; n++) {
    assert.ok(n < 40, 'it ends')
    await tell('r4', open(idsOf(page)[0]!))
    const { status, body } = await next(page.slate, { key: server })
    assert.equal(status, 200)
    assert.equal(body.previous, page.slate)
    for (const id of idsOf(body)) {
      assert.ok(!shown.has(id), `${id} was on an earlier page`)
      shown.add(id)
    }
    page = body
  }
  assert.ok(shown.size > 100)
})

test('asked again a page is the same, without what the reader does not want any more', async () => {
  const { body } = await recommend('home', { key: server, body: { reader: 'r5', n: 10 } })
  const [first, twin] = await Promise.all([next(body.slate, { key: server }), next(body.slate, { key: server })])
  assert.deepEqual(twin.body, first.body)
  await tell('r5', { kind: 'dismiss', item: idsOf(first.body)[3]! })
  const again = (await next(body.slate, { key: server })).body
  assert.equal(again.slate, first.body.slate)
  assert.deepEqual(
    again.items,
    first.body.items.filter((_, slot) => slot !== 3),
  )
})

test('a slate is paged by whoever got it and by nobody else', async () => {
  const mine = (await recommend('home', { key: server, body: { reader: 'r6' } })).body.slate
  assert.equal((await next(mine, { key: server })).status, 200)
  for (const from of [{}, { cookie: app.adminCookie }, { key: await app.key() }]) {
    const answer = await next(mine, from)
    assert.deepEqual([answer.status, answer.body.type], [404, '/problems/not-found'])
  }
  const own = (await recommend('home', { cookie: app.adminCookie, body: {} })).body.slate
  assert.equal((await next(own, { cookie: app.adminCookie })).status, 200)
  assert.equal((await next(own)).status, 404)
  const device = (await recommend('home', { body: { device: uuid(77) } })).body.slate
  assert.equal((await ask('GET', `/v1/slates/${device}/next?device=${uuid(77)}`)).status, 200)
  assert.equal((await ask('GET', `/v1/slates/${device}/next?device=${uuid(78)}`)).status, 404)
  const everybody = (await ask('GET', '/v1/recommendations?n=12')).body.slate
  assert.equal((await next(everybody)).status, 200)
  assert.equal((await next(uuid(4711))).status, 404)
  assert.equal((await next('no-uuid')).status, 400)
})

test('after a restart pages go on from the log', async () => {
  const first = (await recommend('home', { key: server, body: { reader: 'r7', n: 15 } })).body
  const second = (await next(first.slate, { key: server })).body
  const history = { history: [{ item: items[0]!.item.id }] }
  const own = (await recommend('home', { key: server, body: history })).body
  await app.restart()
  const third = (await next(second.slate, { key: server })).body
  assert.equal(third.previous, second.slate)
  const all = [first, second, third].flatMap(idsOf)
  assert.equal(new Set(all).size, 45)
  assert.equal((await next(second.slate)).status, 404)
  assert.equal((await next(own.slate, { key: server })).status, 410)
  assert.equal((await next(own.slate)).status, 404)
})

test('what was made with rules of its own is made again to the last bit', async () => {
  const rules = {
    reader: 'r8',
    filter: { not: { topic: 'arts' } },
    boosts: [{ when: { topic: 'food' }, factor: 3 }],
    quotas: [{ each: 'publisher', max: 2 }],
    pins: [{ item: idsOf({ items })[30], slot: 1 }],
  }
  await tell('r8', open(idsOf({ items })[0]!), open(idsOf({ items })[4]!))
  const first = (await recommend('home', { key: server, body: rules })).body
  const second = (await next(first.slate, { key: server })).body
  const editorial = (await recommend('home', { key: server, body: { reader: 'r9', fallback: 'editorial' } })).body
  const ranked = (await rank({ key: server, body: { reader: 'r8', items: idsOf({ items }).slice(10, 30) } })).body
  const near = await ask('GET', `/v1/items/${idsOf({ items })[7]}/similar?reader=r8`, { key: server })
  await app.restart() // writes what waits
  for (const [what, { slate }] of Object.entries({ first, second, editorial, ranked, near: near.body })) {
    assert.equal((await replaySlate(app.kernel, slate)).kind, 'identical', what)
  }
})

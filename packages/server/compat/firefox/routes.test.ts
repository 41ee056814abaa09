import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { maxAgeMs } from '@lectern/protocol/events/events.ts'
import { type App, openApp } from '../../app.ts'
import { historyOf, newEventFeed } from '../../events/events.ts'
import { putItems } from '../../items/items.ts'
import { newRoutes, onError } from '../../kernel/http/http.ts'
import { silentLog } from '../../kernel/log/log.ts'
import { type TestKernel, testKernel } from '../../kernel/testing.ts'
import { maxPackedBytes, maxUnpackedBytes } from './ping.ts'
import { derivedUuid } from './ping-events.ts'
import { firefoxRoutes } from './routes.ts'
import { content, packedPing, pocket } from './testing.ts'

let kernel: TestKernel
let app: App
before(async () => {
  kernel = await testKernel()
  const rest = { excerpt: null, publisher: null, topic: null, language: 'en', minutes: null, imageUrl: null }
  const items = ['a', 'b', 'c'].map((id) => ({ id, title: id, url: `https://${id}.example/`, ...rest }))
  await putItems(
    kernel,
    items.map((item) => ({ ...item, publishedAt: null, origin: 'test', editorialRank: null })),
  )
  app = await openApp(kernel, { webFolder: '/nowhere', version: 'test' })
})
after(async () => {
  await app.close()
  await kernel.close()
})

const client = '9e8d7c6b-0000-4000-8000-000000000001'
const device = '0b5c7d4e-0000-4000-8000-0000000000dd'

async function send(
  ping: string,
  body: Uint8Array<ArrayBuffer>,
  more: { document?: string; headers?: Record<string, string> } = {},
): Promise<number> {
  const { document = randomUUID(), headers = {} } = more
  const path = `http://localhost/submit/firefox-desktop/${ping}/1/${document}`
  const sent = { 'content-encoding': 'gzip', 'content-type': 'application/json; charset=utf-8', ...headers }
  return (await app.fetch(new Request(path, { method: 'POST', body, headers: sent }))).status
}
async function stored(): Promise<{ reader: string; item: string; kind: string; at: number }[]> {
  return (await kernel.database.pool.query('select * from event order by at, kind, item')).rows
}
const clear = (): Promise<unknown> =>
  kernel.database.pool.query('truncate event, event_receipt, signal, firefox_profile')
const click = (item: string, more: Record<string, string> = {}) =>
  content('click', { corpus_item_id: item, glean_timestamp: String(kernel.clock()), ...more })

test('a ping of nobody counts, each under a name of its own that no later ping has', async () => {
  await clear()
  assert.equal(await send('newtab-content', packedPing([click('a')])), 200)
  assert.equal(await send('newtab-content', packedPing([click('a'), click('b')])), 200)
  const rows = await stored()
  assert.deepEqual(
    rows.map(({ kind, item }) => [kind, item]),
    [
      ['open', 'a'],
      ['open', 'a'],
      ['open', 'b'],
    ],
  )
  assert.equal(new Set(rows.map(({ reader }) => reader)).size, 2)
})

test('the same document sent again, in any spelling, counts nothing', async () => {
  await clear()
  const document = randomUUID()
  const body = packedPing([click('a'), content('impression', { corpus_item_id: 'b' })])
  for (const each of [document, document, document.toUpperCase()])
    assert.equal(await send('newtab-content', body, { document: each }), 200)
  assert.equal((await stored()).length, 2)
})

test('items that are not ours and times that cannot be are dropped, the rest of the ping counts', async () => {
  await clear()
  const old = { glean_timestamp: String(kernel.clock() - maxAgeMs - 1) }
  const body = packedPing([click('nowhere'), click('a', old), click('b'), 7, { category: 'x' }, null])
  assert.equal(await send('newtab-content', body), 200)
  assert.deepEqual(
    (await stored()).map(({ item }) => item),
    ['b'],
  )
})

test('a profile that shows its id has one history over all its pings, under a name that does not tell the id', async () => {
  await clear()
  const told = (item: string) => pocket('click', { corpus_item_id: item, glean_timestamp: String(kernel.clock()) })
  await send('newtab', packedPing([told('a')], client))
  kernel.advance(1000)
  await send('newtab', packedPing([told('b')], client.toUpperCase()))
  const reader = `device:${derivedUuid(`profile/${client}`)}`
  assert.deepEqual(
    (await historyOf(kernel, reader, 9)).map(({ item }) => item),
    ['a', 'b'],
  )
  assert.doesNotMatch(JSON.stringify(await stored()), new RegExp(client, 'i'))
})

const askFor = (path: string, body: string): Request =>
  new Request(`http://localhost${path}/api/v1/curated-recommendations`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
const firefoxAsks = async (path: string): Promise<{ recommendedAt: number; items: string[] }> => {
  const body = JSON.stringify({ locale: 'en-US', region: 'US' })
  const asked = askFor(path, body)
  const { recommendedAt, data } = (await (await app.fetch(asked)).json()) as {
    recommendedAt: number
    data: { corpusItemId: string }[]
  }
  return { recommendedAt, items: data.map((one) => one.corpusItemId) }
}

test('a click on a list that was made for a device is that device’s, with surface, slate and slot', async () => {
  await clear()
  const { recommendedAt, items } = await firefoxAsks(`/firefox/${device.toUpperCase()}`)
  const extra = { corpus_item_id: items[1] ?? '', recommended_at: String(recommendedAt), position: '7' }
  await send('newtab', packedPing([pocket('impression', extra), pocket('click', extra)], client))
  const { rows } = await kernel.database.pool.query(
    'select reader, kind, item, surface, region, slot from event order by kind',
  )
  const where = { reader: `device:${device}`, item: items[1], surface: 'NEW_TAB_EN_US', region: 'US', slot: 1 }
  assert.deepEqual(rows, [
    { ...where, kind: 'impression' },
    { ...where, kind: 'open' },
  ])
  const slates = await kernel.database.pool.query('select count(distinct slate)::int as n from event')
  assert.equal(slates.rows[0].n, 1)
})

test('the list of a device does without what it clicked and dismissed; the list for everybody keeps it', async () => {
  await clear()
  const { recommendedAt, items } = await firefoxAsks(`/firefox/${device}`)
  const told = (name: string, item?: string) =>
    pocket(name, { corpus_item_id: item ?? '', recommended_at: String(recommendedAt) })
  await send('newtab', packedPing([told('click', items[0]), told('dismiss', items[2])], client))
  assert.deepEqual((await firefoxAsks(`/firefox/${device}`)).items, [items[1]])
  assert.equal((await firefoxAsks('')).items.length, 3)
})

test('what a profile tells of a list that is forgotten goes to the device it asked as before', async () => {
  await clear()
  const { recommendedAt, items } = await firefoxAsks(`/firefox/${device}`)
  const click = (at: number) => pocket('click', { corpus_item_id: items[0] ?? '', recommended_at: String(at) })
  await send('newtab', packedPing([click(recommendedAt)], client))
  await send('newtab', packedPing([click(1)], client))
  assert.deepEqual(new Set((await stored()).map(({ reader }) => reader)), new Set([`device:${device}`]))
})

test('an address that is no device is no address', async () => {
  const body = JSON.stringify({ locale: 'en-US' })
  const asked = askFor('/firefox/x', body)
  assert.equal((await app.fetch(asked)).status, 404)
})

test('a section that is followed or blocked becomes a word of the device', async () => {
  await clear()
  const section = (name: string) => ({
    category: 'newtab',
    name: `sections_${name}_section`,
    extra: { section: 'tech' },
  })
  await send('newtab', packedPing([section('follow'), section('block')], client))
  assert.deepEqual(
    (await stored()).map(({ kind, item }) => [kind, item]),
    [
      ['block', 'section:tech'],
      ['follow', 'section:tech'],
    ],
  )
})

test('every other ping is answered 200 and not read, whatever it is', async () => {
  await clear()
  let read = 0
  const pull = (): void => {
    read += 1
  }
  const unread = () => new ReadableStream({ pull }, { highWaterMark: 0 })
  for (const path of [
    'firefox-desktop/baseline/1/x',
    'firefox-desktop/events/1/x',
    'firefox-desktop-background-update/newtab/1/x',
    `telemetry/${client}/main/Firefox/153.0/esr/1`,
  ]) {
    const headers = { 'content-length': '999999999' }
    const options = { method: 'POST', headers, body: unread(), duplex: 'half' }
    const answer = await app.fetch(new Request(`http://localhost/submit/${path}`, options as RequestInit))
    assert.equal(answer.status, 200, path)
  }
  assert.equal(read, 0)
  assert.deepEqual(await stored(), [])
})

test('a ping that is too large, packed or unpacked, is refused before it is unfolded', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(100 * maxUnpackedBytes)))
  assert.ok(bomb.length < maxPackedBytes, 'small enough to come in')
  const before = process.memoryUsage().arrayBuffers
  assert.equal(await send('newtab-content', bomb), 413)
  assert.ok(process.memoryUsage().arrayBuffers - before < 20 * maxUnpackedBytes)
  assert.equal(await send('newtab-content', new Uint8Array(maxPackedBytes + 1)), 413)
  const plain = new TextEncoder().encode(JSON.stringify({ events: ['x'.repeat(maxPackedBytes)] }))
  assert.equal(await send('newtab-content', plain), 413)
})

test('what is no ping is refused with what would be right', async () => {
  const text = (body: string) => new Uint8Array(gzipSync(body))
  for (const body of ['{', '[]', 'null', '{"events":7}']) assert.equal(await send('newtab', text(body)), 400, body)
  assert.equal(await send('newtab', packedPing([]).slice(0, 20)), 400, 'half a stream')
  assert.equal(await send('newtab', new Uint8Array()), 400)
  assert.equal(await send('newtab', packedPing([]), { document: 'x' }), 400)
  assert.equal(await send('newtab', new TextEncoder().encode('{"events":[]}')), 200, 'not packed is well, too')
})

test('a web page cannot speak for a New Tab', async () => {
  await clear()
  const body = packedPing([click('a')])
  assert.equal(await send('newtab-content', body, { headers: { origin: 'https://example.org' } }), 403)
  assert.equal(await send('newtab-content', body, { headers: { 'sec-fetch-site': 'cross-site' } }), 403)
  assert.equal(await send('baseline', body, { headers: { origin: 'null' } }), 403)
  assert.deepEqual(await stored(), [])
  assert.equal(await send('newtab-content', body, { headers: { 'sec-fetch-site': 'none' } }), 200, 'Firefox itself')
})

test('while the database is away Firefox is asked to come again', async () => {
  const gone = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const away = new Proxy(kernel.database, {
    get() {
      throw gone
    },
  })
  const routes = newRoutes()
  routes.use(async (c, next) => {
    c.set('log', silentLog)
    c.set('requestId', 'r')
    await next()
  })
  routes.onError(onError)
  const served = async () => []
  routes.route('/', firefoxRoutes({ kernel: { ...kernel, database: away }, feed: newEventFeed(), served }))
  const body = packedPing([pocket('click', { corpus_item_id: 'a', recommended_at: '17' })], client)
  const path = `http://localhost/submit/firefox-desktop/newtab/1/${randomUUID()}`
  assert.equal((await routes.fetch(new Request(path, { method: 'POST', body }))).status, 503)
})

// What strangers may send over the whole app: a clear refusal or the best answer, never a 500, and nothing good is lost.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openTestApp, type TestApp } from './cli/app-testing.ts'
import { logRows, open, putTestItems, uuid } from './events/testing.ts'

let opened: TestApp
let secret: string

before(async () => {
  opened = await openTestApp({ sample: false })
  await putTestItems(opened.kernel, ['a', 'b'])
  await opened.restart()
  secret = await opened.key({ scopes: ['recommend', 'events', 'surfaces'], perMinute: 1_000_000 })
})
after(() => opened.close())

/** A body as it is written, so that it may be what no JSON.stringify makes. */
async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  const all = { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers }
  const request = new Request(`http://localhost${path}`, { method: 'POST', headers: all, body })
  const response = await opened.app().fetch(request)
  return [response.status, await response.text()]
}

const doors = [
  '/v1/surfaces/home/recommend',
  '/v1/surfaces/home/rank',
  '/v1/recommendations',
  '/v1/batch',
  '/v1/events',
  '/v1/sign-in',
  '/v1/keys',
]
const never500 = async (path: string, body: string): Promise<void> => {
  const [status, text] = await post(path, body)
  assert.ok(status < 500, `${path} answered ${status} to ${body.slice(0, 300)}: ${text.slice(0, 200)}`)
}
const good = (n: number) => open(n, opened.kernel.clock())
const sent = (...events: unknown[]) => JSON.stringify({ version: 2, events })

const strangeTexts = ['\0', 'a\0b', '\ud800', '\udc00x', '\u202e', '__proto__', 'constructor', 'toString', '', '\ufeff']
const strange = fc.oneof(
  fc.constantFrom(...strangeTexts),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.constantFrom(-1, 0, 2 ** 53, -0, 1e308, null, true),
  fc.constantFrom([], {}, [[]], [{}], { in: [] }, { exists: 1 }),
)

test('a text that cannot be stored is refused at every door, in its words', async () => {
  for (const text of ['\0', 'x\ud800', '\udc00']) {
    const bodies: [string, unknown][] = [
      ['/v1/recommendations', { surface: text }],
      ['/v1/recommendations', { language: `en${text}` }],
      ['/v1/batch', { asks: [{ kind: 'recommend', surface: text }] }],
      ['/v1/surfaces/home/recommend', { reader: text }],
      ['/v1/surfaces/home/recommend', { filter: { not: { topic: text } } }],
      ['/v1/surfaces/home/rank', { items: ['a', text] }],
    ]
    for (const [path, body] of bodies) {
      const [status, told] = await post(path, JSON.stringify(body))
      assert.deepEqual([path, status], [path, 400])
      assert.match(told, /U\+0000 or half of a surrogate pair/)
    }
  }
  for (const path of ['/v1/recommendations?surface=%00', '/v1/items/%00/similar'])
    assert.equal((await opened.call('GET', path)).status, 400, path)
  const admin = { cookie: opened.adminCookie, headers: { origin: 'http://localhost' } }
  assert.equal((await opened.call('DELETE', '/v1/keys/%00', admin)).status, 400)
  assert.equal((await opened.call('POST', '/v1/keys', { ...admin, body: { name: 'a\0b' } })).status, 400)
})

test('an escaped backslash before u0000 is text like any other', async () => {
  const [status] = await post('/v1/surfaces/home/recommend', JSON.stringify({ reader: 'a\\u0000' }))
  assert.equal(status, 200)
})

test('of a batch with events that cannot be stored the others are stored', async () => {
  const bad = [{ reader: '\0' }, { reader: '\ud800' }, { item: '\0' }, { surface: '\udc00' }].map((wrong, k) => ({
    kind: 'open',
    id: uuid(100 + k),
    item: 'a',
    reader: 'r',
    at: opened.kernel.clock(),
    ...wrong,
  }))
  const [status, told] = await post('/v1/events', sent(good(200), ...bad, good(201)))
  const receipt = JSON.parse(told) as { accepted: number; refused: { index: number; reason: string }[] }
  assert.deepEqual([status, receipt.accepted], [200, 2])
  assert.deepEqual(
    receipt.refused.map(({ index, reason }) => `${index} ${reason}`),
    [1, 2, 3, 4].map((index) => `${index} invalid`),
  )
})

test('whatever stands in a field of an ask or an event, it is no failure, and good events beside it are kept', async () => {
  const names = fc.constantFrom(
    ...['reader', 'device', 'history', 'follows', 'blocked', 'without', 'filter', 'boosts', 'promotions', 'quotas'],
    ...[
      'pins',
      'n',
      'languages',
      'region',
      'rotation',
      'exploration',
      'recipe',
      'properties',
      'surface',
      'items',
      'asks',
    ],
    ...['kind', 'id', 'item', 'at', 'slot', 'slate', 'section', 'on', 'dwellMs', 'fraction', 'target', 'version'],
    '__proto__',
  )
  const fields = fc.dictionary(names, fc.oneof(strange, fc.array(strange, { maxLength: 3 })), { maxKeys: 4 })
  let n = 1000
  await fc.assert(
    fc.asyncProperty(fields, fc.constantFrom(...doors), async (body, path) => {
      await never500(path, JSON.stringify(body))
      await never500(
        '/v1/surfaces/home/recommend',
        JSON.stringify({ filter: body, boosts: [{ when: body, factor: 2 }] }),
      )
      n += 2
      const wrong = { kind: 'open', id: uuid(n + 1), item: 'a', reader: 'r', at: opened.kernel.clock(), ...body }
      const [status, told] = await post('/v1/events', sent(wrong, good(n)))
      assert.equal(status, 200, told)
      assert.ok((JSON.parse(told) as { accepted: number }).accepted >= 1, told)
    }),
    { seed: 5, numRuns: 30 },
  )
  assert.ok((await logRows(opened.kernel)).some(({ id }) => id === uuid(n)))
})

test('bodies that are no JSON, nest twenty thousand deep or hold 1e999 are refused or read, at every door', async () => {
  const deep = 20_000
  const bodies = [
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '\0',
    '{"n":1e999}',
    '{"__proto__":{"n":1}}',
    `${'['.repeat(deep)}${']'.repeat(deep)}`,
    `{"filter":${'{"not":'.repeat(deep)}{}${'}'.repeat(deep)}}`,
    `{"filter":${'{"all":['.repeat(deep)}{"topic":"\\u0000"}${']}'.repeat(deep)}}`,
    `{"version":2,"events":[${'['.repeat(deep)}${']'.repeat(deep)}]}`,
    `{"history":[${'{"item":"a"},'.repeat(20_000)}{"item":"a"}]}`,
    `{"filter":{"topic":{"in":[${'"a",'.repeat(100_000)}"a"]}}}`,
  ]
  for (const path of doors) for (const body of bodies) await never500(path, body)
})

test('cookies and tokens of any form belong to nobody', async () => {
  const value = fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((text) => text.replace(/[\0\r\n]/g, ' '))
  const asked = async (headers: Record<string, string>): Promise<void> => {
    const response = await opened.app().fetch(new Request('http://localhost/v1/me', { headers }))
    if (response.status === 401) return
    assert.equal(response.status, 200)
    assert.equal(((await response.json()) as { reader: unknown }).reader, null)
  }
  for (const token of ['%', '%E0%A4%A', '%00', '__proto__', 'lsk_', 'lpk_%00', 'x'.repeat(5000)]) {
    await asked({ cookie: `lectern_session=${token}` })
    await asked({ authorization: `Bearer ${token}` })
  }
  await fc.assert(
    fc.asyncProperty(value, async (text) => {
      await asked({ cookie: `lectern_session=${text}` })
      await asked({ cookie: text })
      await asked({ authorization: text })
      await asked({ authorization: `Bearer ${text}` })
    }),
    { seed: 6, numRuns: 50 },
  )
})

test('a slate whose record was damaged on disk has no next page, and that is said', async () => {
  const made = await opened.call<{ slate: string }>('POST', '/v1/surfaces/home/recommend', { body: {} })
  await opened.restart()
  await opened.kernel.database.pool.query('update slate set packed = set_byte(packed, 20, 0) where id = $1', [
    made.body.slate,
  ])
  const next = await opened.call<{ type: string }>('GET', `/v1/slates/${made.body.slate}/next`)
  assert.deepEqual([next.status, next.body.type], [410, '/problems/gone'])
})

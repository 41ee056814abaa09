import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CorpusPage, ItemHistory } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { openTestApp, type TestApp } from '../../cli/app-testing.ts'
import { corpusMarks, trustScheduled } from '../desk.ts'
import { cookieOf, deskOf, prospectOf } from '../testing.ts'

let app: TestApp
let chief: ReturnType<typeof deskOf>
before(async () => {
  app = await openTestApp({ sample: false })
  chief = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Cleo', { role: 'chief' }))
  for (const id of ['soup', 'bread']) {
    app.kernel.advance(1000)
    await chief.add(prospectOf(id, { title: `A history of ${id}`, authors: ['Ida Cook', 'Émile Four'], topic: 'food' }))
    await chief.decide(id, { kind: 'approve' })
  }
  app.kernel.advance(1000)
  await chief.add(
    prospectOf('sauce', { title: 'Secrets of sauce' }),
    prospectOf('waits', { title: 'Waiting for soup' }),
  )
  await chief.decide('sauce', { kind: 'reject', reason: 'COMMERCIAL' })
})
after(() => app.close())

const search = async (query: string) => {
  const { body } = await chief.ask<CorpusPage>('GET', `/v1/desk/corpus?${query}`)
  return body.entries.map(({ id, state }) => `${id} ${state}`)
}
const patchPublisher = (domain: string, patch: object) =>
  chief.ask<Publisher & { detail?: string }>('PATCH', `/v1/desk/publishers/${domain}`, patch)

test('one search finds what is approved, rejected and waits, by words and beginnings of words, in any script', async () => {
  assert.deepEqual(await search('q=soup'), ['waits waiting', 'soup approved'])
  assert.deepEqual(await search('q=hist'), ['bread approved', 'soup approved'])
  assert.deepEqual(await search(`q=${encodeURIComponent('émile bread')}`), ['bread approved'])
  assert.deepEqual(await search('state=rejected'), ['sauce rejected'])
  assert.deepEqual(await search('topic=food&q=soup'), ['soup approved'])
  assert.deepEqual(await search(`q=${encodeURIComponent("') or true --")}`), [])
})

test('a page has at most 100, and the next begins where it ended', async () => {
  assert.equal((await chief.ask('GET', '/v1/desk/corpus?limit=101')).status, 400)
  const first = (await chief.ask<CorpusPage>('GET', '/v1/desk/corpus?limit=3')).body
  const second = (await chief.ask<CorpusPage>('GET', `/v1/desk/corpus?limit=3&cursor=${first.next}`)).body
  const ids = [...first.entries, ...second.entries].map(({ id }) => id)
  assert.deepEqual([ids.length, new Set(ids).size, second.next], [4, 4, null])
  assert.equal(first.entries.find(({ id }) => id === 'sauce')?.by ?? 'on the next page', 'Cleo')
})

test('an update without authors, or of a missing id, never wipes authors', async () => {
  const authors = async () => (await chief.ask<ItemHistory>('GET', '/v1/desk/items/soup')).body.item?.authors
  await chief.ask('PATCH', '/v1/desk/items/soup', { title: 'A long history of soup' })
  assert.deepEqual(await authors(), ['Ida Cook', 'Émile Four'])
  assert.equal((await chief.ask('PATCH', '/v1/desk/items/', { authors: ['Nobody'] })).status, 404)
  assert.equal((await chief.ask('PATCH', '/v1/desk/items/undefined', { authors: ['Nobody'] })).status, 404)
  assert.equal((await chief.ask('PATCH', '/v1/desk/items/soup', { authors: [] })).status, 400)
  assert.deepEqual(await authors(), ['Ida Cook', 'Émile Four'])
})

test('an edit is in lists at once, found by its new words, and in the history with what was before', async () => {
  await chief.ask('PATCH', '/v1/desk/items/bread', { title: 'Loaves', timeSensitive: true })
  assert.deepEqual([await search('q=loaves'), await search('q=history%20bread')], [['bread approved'], []])
  const { history } = (await chief.ask<ItemHistory>('GET', '/v1/desk/items/bread')).body
  assert.deepEqual(history[0]?.before, { title: 'A history of bread', timeSensitive: false })
  assert.deepEqual(history[0]?.after, { title: 'Loaves', timeSensitive: true })
  assert.deepEqual((await corpusMarks(app.kernel, ['bread', 'soup', 'none'])).get('bread'), {
    timely: true,
    excluded: null,
  })
})

test('an alias never breaks hiding a publisher: items follow the one name, new ones come under it', async () => {
  await chief.ask('POST', '/v1/surfaces/home/recommend', {})
  const at = app.kernel.clock()
  const hide = {
    kind: 'hide',
    target: 'publisher',
    id: 'a0000000-0000-4000-8000-000000000001',
    item: 'soup',
    at,
    reader: 'x',
  }
  const key = await app.key()
  await app.call('POST', '/v1/events', { key, body: { version: 1, events: [hide] } })
  assert.equal((await patchPublisher('paper.example', { name: 'The Daily Paper' })).status, 200)
  await chief.add(
    prospectOf('aliased', { publisher: 'The Paper' }),
    prospectOf('elsewhere', { publisher: 'The Paper', domain: 'mirror.example', url: 'https://mirror.example/x' }),
  )
  for (const id of ['aliased', 'elsewhere']) await chief.decide(id, { kind: 'approve' })
  const stored = await app.kernel.database.pool.query('select distinct publisher from item')
  assert.deepEqual(stored.rows, [{ publisher: 'The Daily Paper' }])
  const { body } = await app.call<{ items: object[] }>('POST', '/v1/surfaces/home/recommend', {
    key,
    body: { reader: 'x', n: 50 },
  })
  assert.deepEqual(body.items, [])
  const blocking = { n: 50, blocked: { publishers: ['The Paper'] } }
  const byOldName = await app.call<{ items: object[] }>('POST', '/v1/surfaces/home/recommend', { key, body: blocking })
  assert.deepEqual(byOldName.body.items, [])
  assert.deepEqual(await search('q=daily&state=approved').then((found) => found.length), 4)
})

test('an alias leads to one publisher: what leads to another already is refused', async () => {
  await chief.add(prospectOf('z', { domain: 'z.example', publisher: 'Zeitung', url: 'https://z.example/z' }))
  await patchPublisher('z.example', { paywalled: true })
  const refused = await patchPublisher('z.example', { aliases: ['The Paper'] })
  assert.deepEqual([refused.status, /leads to The Daily Paper/.test(refused.body.detail ?? '')], [409, true])
})

test('a patch of a publisher leaves what it does not name', async () => {
  const { body } = await patchPublisher('paper.example', { state: 'excluded' })
  assert.deepEqual(
    [body.name, body.aliases, body.state, body.because],
    ['The Daily Paper', ['The Paper'], 'excluded', 'person'],
  )
  assert.equal((await corpusMarks(app.kernel, ['soup'])).get('soup')?.excluded, 'paper.example')
})

test('a domain is trusted once an item of it stood on a past day, unless a person decided otherwise', async () => {
  await chief.add(prospectOf('fresh', { domain: 'fresh.example', publisher: 'Fresh', url: 'https://fresh.example/1' }))
  await chief.decide('fresh', { kind: 'approve' })
  assert.deepEqual(await trustScheduled(app.kernel, ['fresh', 'soup', 'unknown']), ['fresh.example'])
  const { body } = await chief.ask<{ publishers: Publisher[] }>('GET', '/v1/desk/publishers?q=fresh')
  assert.deepEqual([body.publishers[0]?.state, body.publishers[0]?.because], ['trusted', 'schedule'])
  await patchPublisher('fresh.example', { state: 'unknown' })
  assert.deepEqual(await trustScheduled(app.kernel, ['fresh']), [])
})

test('evidence has its source, date and licence, and a publisher its counts; never one score', async () => {
  const evidence = {
    source: 'Press council',
    claim: 'corrections policy',
    value: 'published',
    date: '2025-06-01',
    licence: 'CC0-1.0',
  }
  const { body } = await chief.ask<Publisher>('POST', '/v1/desk/publishers/paper.example/evidence', evidence)
  const [row] = body.evidence
  assert.deepEqual({ ...row, id: 0 }, { ...evidence, id: 0, url: null })
  assert.ok(body.approved >= 2 && body.waiting === 1 && body.rejected === 1, JSON.stringify(body))
  const removed = await chief.ask<Publisher>('DELETE', `/v1/desk/publishers/paper.example/evidence/${row!.id}`)
  assert.deepEqual([removed.status, removed.body.evidence], [200, []])
  assert.equal((await chief.ask('DELETE', '/v1/desk/publishers/paper.example/evidence/99')).status, 404)
})

// What came by import is served, so it is found, edited and rejected like what editors approved.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CorpusPage, ItemHistory, PublisherPage } from '@lectern/protocol/rest/desk-corpus.ts'
import type { BulkAnswer } from '@lectern/protocol/rest/desk-prospects.ts'
import { openTestApp, type TestApp } from '../../cli/app-testing.ts'
import { addItems, type NewItem, putItems } from '../../items/items.ts'
import { approvals, corpusMarks } from '../desk.ts'
import { cookieOf, deskOf, prospectOf } from '../testing.ts'

let app: TestApp
let chief: ReturnType<typeof deskOf>
const imported = (id: string, more: Partial<NewItem> = {}): NewItem => ({
  ...prospectOf(id),
  topic: 'tech',
  origin: 'import:test',
  editorialRank: null,
  ...more,
})
before(async () => {
  app = await openTestApp({ sample: false })
  chief = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Cleo', { role: 'chief' }))
  await putItems(app.kernel, [
    imported('tea', { title: 'A cup of tea', url: 'https://www.tea.example:8080/a', publisher: 'Tea', addedAt: 3 }),
    imported('oak', { title: 'A table of oak', url: 'https://oak.example/b', publisher: 'Oak', addedAt: 2 }),
    imported('old', { title: 'A book without address', url: null, publisher: 'Press', excerpt: null, addedAt: 1 }),
  ])
  await addItems(app.kernel, [imported('n17', { title: 'n17', url: null, publisher: null })])
})
after(() => app.close())

const search = async (query: string): Promise<string[]> => {
  const { body } = await chief.ask<CorpusPage>('GET', `/v1/desk/corpus?${query}`)
  return body.entries.map(({ id, state, domain }) => `${id} ${state} ${domain}`)
}
const rows = async (sql: string) => (await app.kernel.database.pool.query(sql)).rows

test('what came by import is in the corpus, without what is only an id', async () => {
  const all = ['tea approved tea.example', 'oak approved oak.example', 'old approved Press']
  assert.deepEqual(await search('state=approved'), all)
  assert.deepEqual(await search('q=tab'), all.slice(1, 2))
  assert.deepEqual(await search('q=oak.example'), all.slice(1, 2))
  assert.deepEqual(await search('publisher=Tea'), all.slice(0, 1))
  const first = (await chief.ask<CorpusPage>('GET', '/v1/desk/corpus?limit=2')).body
  assert.deepEqual(await search(`limit=2&cursor=${first.next}`), all.slice(2))
  const { item } = (await chief.ask<ItemHistory>('GET', '/v1/desk/items/tea')).body
  assert.deepEqual([item?.source, item?.authors, item?.domain], ['import', [], 'tea.example'])
  assert.equal((await chief.ask('GET', '/v1/desk/items/n17')).status, 404)
})

test('publishers, boards and candidates see it', async () => {
  const { publishers } = (await chief.ask<PublisherPage>('GET', '/v1/desk/publishers?q=tea')).body
  assert.deepEqual([publishers[0]?.domain, publishers[0]?.name, publishers[0]?.approved], ['tea.example', 'Tea', 1])
  await chief.ask('PATCH', '/v1/desk/publishers/tea.example', { state: 'excluded' })
  assert.deepEqual((await corpusMarks(app.kernel, ['tea'])).get('tea')?.excluded, 'tea.example')
  await chief.ask('PATCH', '/v1/desk/publishers/tea.example', { state: 'unknown' })
  const candidates = async (words: string) =>
    (await chief.ask<{ items: { id: string }[] }>('GET', `/v1/desk/schedule/candidates?search=${words}`)).body.items
  assert.deepEqual([(await candidates('oak')).length, (await candidates('n17')).length], [1, 0])
})

test('an edit gives it a row of its own, found by its new words, and nobody counts as who approved it', async () => {
  assert.deepEqual(await rows('select item from corpus_item'), [])
  assert.equal((await chief.ask('PATCH', '/v1/desk/items/oak', { title: 'Of beech', authors: ['Ida'] })).status, 200)
  assert.deepEqual([await search('q=beech'), await search('q=ida')], Array(2).fill(['oak approved oak.example']))
  assert.equal((await search('q=table')).length, 0)
  const { item, history } = (await chief.ask<ItemHistory>('GET', '/v1/desk/items/oak')).body
  assert.deepEqual([item?.source, item?.title, item?.authors], ['import', 'Of beech', ['Ida']])
  assert.deepEqual(history[0]?.before, { title: 'A table of oak', authors: [] })
  assert.deepEqual(await approvals(app.kernel), [])
})

for (const id of ['tea', 'old']) {
  test(`rejecting ${id} takes it down and is remembered; undo brings it back`, async () => {
    const was = await search('state=approved')
    const { status, body } = await chief.ask<{ decision: string }>('POST', `/v1/desk/items/${id}/reject`, {
      reason: 'PAYWALL',
    })
    assert.equal(status, 200)
    assert.ok(!(await chief.shown()).includes(id))
    assert.deepEqual([(await search('state=approved')).length, (await search('state=rejected')).length], [2, 1])
    assert.equal((await chief.undo(body.decision)).status, 200)
    assert.ok((await chief.shown()).includes(id))
    assert.deepEqual([await search('state=approved'), await search('state=rejected')], [was, []])
    assert.equal((await chief.ask<ItemHistory>('GET', `/v1/desk/items/${id}`)).body.item?.source, 'import')
  })
}

test('one whose address waits as a prospect is rejected with it, and undo lets that wait again', async () => {
  await putItems(app.kernel, [imported('pie', { title: 'Pie', url: 'https://pie.example/1' })])
  await chief.add(prospectOf('found', { url: 'https://pie.example/1', domain: 'pie.example' }))
  const { body } = await chief.ask<{ decision: string }>('POST', '/v1/desk/items/pie/reject', { reason: 'PAYWALL' })
  assert.deepEqual(await search('domain=pie.example'), ['found rejected pie.example'])
  await chief.undo(body.decision)
  assert.deepEqual((await search('domain=pie.example')).toSorted(), [
    'found waiting pie.example',
    'pie approved pie.example',
  ])
})

test('many are rejected at once', async () => {
  const body = { of: 'corpus', filter: { publisher: 'Press' }, action: { kind: 'reject', reason: 'PUBLISHER_REQUEST' } }
  const dry = (await chief.ask<BulkAnswer>('POST', '/v1/desk/bulk', body)).body
  assert.equal(dry.count, 1)
  assert.equal((await chief.ask<BulkAnswer>('POST', '/v1/desk/bulk', { ...body, token: dry.token })).body.done, true)
  assert.ok(!(await search('state=approved')).includes('old approved Press'))
})

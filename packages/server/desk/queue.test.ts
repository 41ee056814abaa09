import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ProspectPage, QueueSummary, View } from '@lectern/protocol/rest/desk-prospects.ts'
import { openTestApp, type TestApp } from '../cli/app-testing.ts'
import { recordJudgements, unjudgedProspects } from './desk.ts'
import { cookieOf, deskOf, prospectOf } from './testing.ts'

const day = 86_400_000
let app: TestApp
let grace: ReturnType<typeof deskOf>
before(async () => {
  app = await openTestApp({ sample: false })
  grace = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Grace', { role: 'editor' }))
  const now = app.kernel.clock()
  await grace.add(
    prospectOf('old', { publishedAt: now - 30 * day, topic: null, warnings: ['no date in the feed'] }),
    prospectOf('french', { language: 'fr', source: 'person', surface: 'home' }),
    prospectOf('paid', { paywalled: true, domain: 'other.example', publisher: 'Other', topic: 'food' }),
    prospectOf('bait', { title: 'You will not believe this soup' }),
  )
  app.kernel.advance(1000)
  await grace.add(prospectOf('new'))
})
after(() => app.close())

const page = async (query: string) => (await grace.ask<ProspectPage>('GET', `/v1/desk/prospects?${query}`)).body

test('before anything is judged the newest come first; then the most valuable', async () => {
  assert.equal((await grace.queue())[0], 'new')
  const unjudged = await unjudgedProspects(app.kernel, { limit: 100, judgedBefore: 0 })
  assert.deepEqual(unjudged.length, 5)
  const judged = { topicConfidence: 0.4, duplicateOf: null, topic: 'food', clickbait: 0.1 }
  await recordJudgements(app.kernel, [
    { ...judged, id: 'paid', value: 0.9 },
    { ...judged, id: 'bait', value: 0.5, clickbait: 0.8, duplicateOf: 'new' },
  ])
  assert.deepEqual((await grace.queue()).slice(0, 3), ['paid', 'bait', 'new'])
  assert.equal((await unjudgedProspects(app.kernel, { limit: 100, judgedBefore: 0 })).length, 3)
})

test('pages follow one another without a gap, whatever is decided between them', async () => {
  const first = await page('limit=2')
  await grace.decide(first.prospects[0]!.id, { kind: 'later', until: app.kernel.clock() + day })
  const second = await page(`limit=2&cursor=${first.next}`)
  const third = await page(`limit=2&cursor=${second.next}`)
  const ids = [first, second, third].flatMap(({ prospects }) => prospects.map(({ id }) => id))
  assert.deepEqual([ids.length, new Set(ids).size, third.next], [5, 5, null])
  assert.equal((await grace.ask('GET', '/v1/desk/prospects?cursor=nonsense')).status, 400)
  app.kernel.advance(day)
})

test('each filter lets through what it says', async () => {
  const found = async (query: string) => (await grace.queue(query)).sort()
  assert.deepEqual(await found('source=person'), ['french'])
  assert.deepEqual(await found('topic=none'), ['old'])
  assert.deepEqual(await found('language=fr&surface=home'), ['french'])
  assert.deepEqual(await found('publisher=Other'), ['paid'])
  assert.deepEqual(await found('age=older'), ['old'])
  assert.deepEqual(await found('q=believe%20so'), ['bait'])
  assert.deepEqual(await found('q=%22%27%3A%2A'), [])
  assert.deepEqual(await found('warning=paywall'), ['paid'])
  assert.deepEqual(await found('warning=clickbait'), ['bait'])
  assert.deepEqual(await found('warning=duplicate'), ['bait'])
  assert.deepEqual(await found('warning=any'), ['bait', 'old', 'paid'])
  assert.deepEqual(await found('warning=none'), ['french', 'new'])
})

test('warnings are said in words, a duplicate with what it repeats, and a domain nobody vouched for', async () => {
  const { prospects, publishers } = await page('limit=100')
  const bait = prospects.find(({ id }) => id === 'bait')!
  assert.deepEqual(
    bait.warnings.map(({ kind }) => kind),
    ['duplicate', 'clickbait', 'untrusted', 'topic'],
  )
  assert.equal(bait.warnings[0]?.other?.title, 'Title of new')
  assert.match(bait.warnings[1]?.text ?? '', /80 %/)
  assert.deepEqual(publishers.map(({ domain }) => domain).sort(), ['other.example', 'paper.example'])
})

test('a topic that an editor chose is not overwritten by a model', async () => {
  await grace.ask('PATCH', '/v1/desk/prospects/new', { topic: 'travel' })
  const judged = { id: 'new', topic: 'food', topicConfidence: 0.99, clickbait: 0, duplicateOf: null, value: null }
  await recordJudgements(app.kernel, [judged])
  const stored = (await page('limit=100')).prospects.find(({ id }) => id === 'new')
  assert.deepEqual([stored?.topic, stored?.topicBy], ['travel', 'person'])
})

test('an edit leaves what it does not name, and cannot leave something that nobody wrote', async () => {
  const edited = await grace.ask('PATCH', '/v1/desk/prospects/french', { title: 'Un titre' })
  assert.deepEqual((edited.body as { authors: string[] }).authors, ['Ada Writer'])
  assert.equal((await grace.ask('PATCH', '/v1/desk/prospects/french', { authors: [] })).status, 400)
  assert.equal((await grace.ask('PATCH', '/v1/desk/prospects/french', { excerpt: 'short' })).status, 400)
  assert.equal((await grace.ask('PATCH', '/v1/desk/prospects/nothing', { title: 'Un titre' })).status, 404)
})

test('the summary counts what waits, and what this editor did', async () => {
  const summary = async () => (await grace.ask<QueueSummary>('GET', '/v1/desk/prospects/summary')).body
  const before = await summary()
  assert.deepEqual([before.waiting, before.later], [5, 0])
  assert.deepEqual(before.sources, [
    { id: 'feed', count: 4 },
    { id: 'person', count: 1 },
  ])
  const { body } = await grace.decide('old', { kind: 'dismiss' })
  assert.deepEqual([(await summary()).waiting, (await summary()).doneToday], [4, before.doneToday + 1])
  await grace.undo(body.decision)
  assert.deepEqual(await summary(), before)
})

test('filters are saved under a name, for their editor alone', async () => {
  const filters = { language: 'fr', warning: 'none' }
  await grace.ask('PUT', '/v1/desk/views', { name: 'French', filters: { language: 'en' } })
  const { body } = await grace.ask<View>('PUT', '/v1/desk/views', { name: 'French', filters })
  const views = async (who = grace) => (await who.ask<{ views: View[] }>('GET', '/v1/desk/views')).body.views
  assert.deepEqual(await views(), [{ id: body.id, name: 'French', filters }])
  const alan = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Alan', { role: 'editor' }))
  assert.deepEqual(await views(alan), [])
  assert.equal((await alan.ask('DELETE', `/v1/desk/views/${body.id}`)).status, 404)
  assert.equal((await grace.ask('DELETE', `/v1/desk/views/${body.id}`)).status, 204)
  assert.deepEqual(await views(), [])
})

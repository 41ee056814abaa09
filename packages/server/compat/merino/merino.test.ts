// The contract before a real database with the sample publication in it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newEventFeed, recordEvents } from '../../events/events.ts'
import { uuid } from '../../events/testing.ts'
import { restoreItem, takeDownItem } from '../../items/items.ts'
import { newRoutes, type Routes } from '../../kernel/http/http.ts'
import { type TestKernel, testKernel } from '../../kernel/testing.ts'
import { openRecommender, type Recommender } from '../../recommend/recommend.ts'
import { fillSample } from '../../samples/samples.ts'
import { type Answer, answer } from './answer.ts'
import { merinoJobs } from './jobs.ts'
import { type Merino, openMerino } from './merino.ts'
import { merinoRoutes } from './routes.ts'

let kernel: TestKernel
let recommender: Recommender
let merino: Merino
let app: Routes
const feed = newEventFeed()

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  recommender = await openRecommender(kernel, feed)
  merino = openMerino(kernel, recommender, { feed })
  app = newRoutes()
  app.route('/', merinoRoutes(merino))
})
after(async () => {
  await merino.close()
  await recommender.close()
  await kernel.close()
})

const page = { locale: 'en-US', region: 'US', feeds: ['sections'] }

async function ask(body: object, of = app): Promise<Answer> {
  const response = await of.request('/api/v1/curated-recommendations', { method: 'POST', body: JSON.stringify(body) })
  return answer.parse(await response.json())
}
const idsOf = ({ data, feeds }: Answer): string[] =>
  [data, ...Object.values(feeds ?? {}).map(({ recommendations }) => recommendations)]
    .flat()
    .map((one) => one.corpusItemId)

test('the sample publication fills a page of sections in English, and a short one in each other language it has', async () => {
  assert.equal(Object.keys((await ask(page)).feeds!).length, 17)
  for (const locale of ['de', 'es', 'fr']) {
    const { feeds, surfaceId } = await ask({ ...page, locale, region: null })
    assert.equal(surfaceId.slice(8, 10).toLowerCase(), locale)
    assert.equal(feeds!.top_stories_section!.recommendations.length, 14)
  }
})

test('what New Tabs were shown and what was opened there decides the next minute, region by region', async () => {
  const ask30 = (region: string) => ask({ ...page, locale: 'en', feeds: [], count: 30, region })
  const ids = idsOf(await ask30('IE'))
  const loved = ids.at(-1)!
  const at = kernel.clock()
  const events = ids.flatMap((item, n) =>
    Array.from({ length: 40 }, (_, k) => [
      { kind: 'impression', id: uuid(100_000 + n * 100 + k), device: uuid(k), item, at, region: 'IE' },
      ...(item === loved && k < 30
        ? [{ kind: 'open', id: uuid(200_000 + k), device: uuid(k), item, at, region: 'IE' }]
        : []),
    ]).flat(),
  )
  for (let from = 0; from < events.length; from += 1000) {
    const batch = events.slice(from, from + 1000)
    assert.equal((await recordEvents(kernel, { events: batch }, { kind: 'anonymous' }, feed)).accepted, batch.length)
  }
  for (let minute = 0; minute < 5; minute++) {
    kernel.advance(60_000)
    // What was never shown is tried as well, and may stand before it.
    const shown = idsOf(await ask({ ...page, locale: 'en', feeds: [], count: 1000, region: 'IE' }))
    assert.equal(shown.filter((id) => ids.includes(id))[0], loved)
  }
})

test('a takedown is effective at the next question', async () => {
  const [first] = idsOf(await ask(page))
  const done = await takeDownItem(kernel, first!, { reason: 'wrong', by: 'ada' })
  assert.ok(done.kind === 'done')
  await recommender.itemsChanged(done.after)
  assert.ok(!idsOf(await ask(page)).includes(first!))
})

test('reports are counted as they come in, and from the log after a restart', async () => {
  const item = idsOf(await ask({ ...page, feeds: [], count: 1 }))[0]!
  const at = kernel.clock()
  for (let n = 0; n < 20; n++) {
    const device = uuid(7000 + n)
    const events = [{ kind: 'report', id: uuid(8000 + n), device, item, at, reason: 'misleading' }]
    assert.equal((await recordEvents(kernel, { events }, { kind: 'anonymous' }, feed)).accepted, 1)
  }
  kernel.advance(60_000)
  assert.ok(!idsOf(await ask({ ...page, feeds: [], count: 1000 })).includes(item))
  const again = openMerino(kernel, recommender)
  const other = newRoutes()
  other.route('/', merinoRoutes(again))
  await again.settled
  assert.ok(!idsOf(await ask({ ...page, feeds: [], count: 1000 }, other)).includes(item))
  await again.close()
})

test('what an answer showed is known after a restart, unless interests told by the client shaped it', async () => {
  const plain = await ask({ ...page, count: 5, feeds: [] })
  const shaped = await ask({ ...page, count: 5, feeds: [], inferredInterests: { sports: 1 } })
  const cards = [plain, shaped].map(({ recommendedAt }) => ({ recommendedAt, item: null }))
  const [{ slate } = { slate: null }, of] = await merino.served(cards)
  assert.ok(of)
  await merino.close()
  merino = openMerino(kernel, recommender, { feed })
  app = newRoutes()
  app.route('/', merinoRoutes(merino))
  await merino.settled
  const [served, forgotten] = await merino.served(cards)
  assert.deepEqual([served?.slate, served?.shown], [slate, [{ section: null, items: idsOf(plain) }]])
  assert.equal(forgotten, undefined)
  await Promise.all(merinoJobs(kernel).map((job) => job.run(new AbortController().signal)))
  kernel.advance(9 * 24 * 3_600_000)
  await Promise.all(merinoJobs(kernel).map((job) => job.run(new AbortController().signal)))
  assert.equal((await kernel.database.pool.query('select 1 from newtab_answer')).rowCount, 0)
})

test('what was taken down while nothing could be loaded is purged from disk once it can, on surfaces nobody asks for too', async () => {
  const polish = await ask({ ...page, locale: 'pl' })
  const [first, second] = idsOf(polish)
  await merino.close()
  const stored = async (): Promise<string> =>
    new TextDecoder().decode((await kernel.blobs.get('merino/NEW_TAB_PL_PL.json'))!)
  assert.match(await stored(), new RegExp(`"${first}"`))
  assert.equal((await takeDownItem(kernel, first!, { reason: 'wrong', by: 'ada' })).kind, 'done')
  const later = await openRecommender(kernel, feed)
  merino = openMerino(kernel, later, { feed })
  await merino.settled
  assert.doesNotMatch(await stored(), new RegExp(`"${first}"`))
  const done = await takeDownItem(kernel, second!, { reason: 'wrong', by: 'ada' })
  assert.ok(done.kind === 'done')
  await later.itemsChanged(done.after)
  assert.doesNotMatch(await stored(), new RegExp(`"${second}"`))
  await merino.close()
  await later.close()
  for (const item of [first!, second!]) {
    const back = await restoreItem(kernel, item)
    assert.ok(back.kind === 'done')
    await recommender.itemsChanged(back.after)
  }
  merino = openMerino(kernel, recommender, { feed })
  app = newRoutes()
  app.route('/', merinoRoutes(merino))
})

test('an answer of another server is known here, its cards told apart from those of the same millisecond', async () => {
  kernel.advance(1000)
  const other = openMerino(kernel, recommender, { feed })
  const there = newRoutes()
  there.route('/', merinoRoutes(other))
  const [first, second] = [await ask({ ...page, feeds: [], count: 3 }, there), await ask({ ...page, count: 9 }, there)]
  await other.close()
  const cards = [
    { recommendedAt: first.recommendedAt, item: idsOf(first)[2]! },
    { recommendedAt: second.recommendedAt, item: 'never shown' },
  ]
  const [known, unknown] = await merino.served(cards)
  assert.deepEqual(known?.shown, [{ section: null, items: idsOf(first) }])
  assert.equal(unknown, undefined)
  const twin = { slate: uuid(9_999_999), recommended_at: first.recommendedAt, surface: 'NEW_TAB_DE_DE', shown: '[]' }
  await kernel.database.pool.query(
    'insert into newtab_answer (slate, recommended_at, surface, shown) values ($1, $2, $3, $4)',
    Object.values(twin),
  )
  assert.deepEqual((await merino.served(cards))[0]?.shown, known?.shown)
  assert.deepEqual(await merino.served([{ ...cards[0]!, item: null }]), [undefined])
})

test('the document of the API has each endpoint', () => {
  const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'x', version: '1' } })
  assert.deepEqual(Object.keys(paths!).sort(), [
    '/api/v1/curated-recommendations',
    '/api/v1/curated-recommendations/legacy-114',
    '/api/v1/curated-recommendations/legacy-115-129',
    '/desktop/v1/recommendations',
    '/v3/firefox/global-recs',
  ])
})

test('with the database gone the New Tab goes on, also after a restart', async () => {
  const kept = idsOf(await ask(page))
  await merino.close()
  const { database } = kernel
  const away = { ...kernel, database: { ...database, db: database.db.withSchema('gone') as never } }
  const none = await openRecommender(away)
  const again = openMerino(away, none)
  const other = newRoutes()
  other.route('/', merinoRoutes(again))
  const ids = idsOf(await ask(page, other))
  assert.ok(ids.length > 150)
  assert.ok(ids.filter((id) => kept.includes(id)).length > 50)
  await again.close()
  await none.close()
})

// Rules of the contract that belong to no one part: what is told at all, and where.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { answer114, answer115 } from './legacy.ts'
import { surfaceIds } from './surfaces.ts'
import { noon, publication, type TestMerino, testMerino, viewOf } from './testing.ts'
import { topicIds, topicOf } from './topics.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))
function open(...of: Parameters<typeof viewOf>): TestMerino {
  const one = testMerino(viewOf(...of))
  opened.push(one)
  return one
}
const whole = open(publication())

test('all 15 surfaces have sections, for who asks for them', async () => {
  const asked = [
    ...['de-AT', 'de-CH', 'de-DE', 'en-CA', 'en-GB', 'en-IE', 'en-IN', 'en-US', 'en-FR', 'es-ES', 'es-MX'],
    ...['fr-BE', 'fr-FR', 'it-IT', 'pl-PL'],
  ]
  const found = new Set<string>()
  for (const locale of asked) {
    const { surfaceId, feeds } = await whole.ask({ locale, region: null, feeds: ['sections'] })
    assert.ok(Object.keys(feeds!).length > 10, locale)
    found.add(surfaceId)
  }
  assert.deepEqual([...found].sort(), [...surfaceIds].sort())
})

test('data is empty when sections are answered; feeds and interestPicker are null when they are not', async () => {
  const [page, list] = [await whole.ask({ feeds: ['sections'] }), await whole.ask({ enableInterestPicker: true })]
  assert.deepEqual(page.data, [])
  assert.ok(list.data.length > 0)
  assert.deepEqual([list.feeds, list.interestPicker, list.inferredLocalModel], [null, null, null])
})

test('recommendedAt is Unix milliseconds of the answer', async () => {
  const { recommendedAt } = await open(publication(1)).ask({})
  assert.equal(recommendedAt, noon)
})

test('what ranks a story, its beliefs and flags, is not told', async () => {
  const { data } = await whole.ask({ count: 1 })
  assert.deepEqual(Object.keys(data[0]!).sort(), [
    '__typename',
    'corpusItemId',
    'excerpt',
    'features',
    'iconUrl',
    'imageUrl',
    'isTimeSensitive',
    'publisher',
    'receivedRank',
    'scheduledCorpusItemId',
    'serverScore',
    'tileId',
    'title',
    'topic',
    'url',
  ])
})

test('iconUrl is null, an absent image an empty text, an unknown topic null', async () => {
  const { data } = await open([{ id: 'bare', topic: 'chess', imageUrl: null }]).ask({})
  assert.deepEqual([data[0]!.iconUrl, data[0]!.imageUrl, data[0]!.topic], [null, '', null])
})

test('every topic of the corpus has its id in the contract', () => {
  const corpus = {
    ...{ BUSINESS: 'business', CAREER: 'career', EDUCATION: 'education', ENTERTAINMENT: 'arts', FOOD: 'food' },
    ...{ GAMING: 'hobbies', HEALTH_FITNESS: 'health', HOME: 'home', PARENTING: 'society-parenting' },
    ...{ PERSONAL_FINANCE: 'finance', POLITICS: 'government', SCIENCE: 'education-science', SPORTS: 'sports' },
    ...{ SELF_IMPROVEMENT: 'society', TECHNOLOGY: 'tech', TRAVEL: 'travel' },
  }
  for (const [name, id] of Object.entries(corpus)) assert.equal(topicOf(name), id, name)
  assert.deepEqual([...new Set(Object.values(corpus))].sort(), [...topicIds].sort())
})

test('what readers reported is out of the lists of older clients too', async () => {
  const one = open(publication(2))
  const [first] = await one.merino.legacy({ surface: 'NEW_TAB_EN_US', region: 'US', count: 30 })
  const report = { kind: 'report', surface: null, slate: null, slot: null, dwellMs: null, fraction: null } as const
  one.feed.publish(
    Array.from({ length: 20 }, (_, n) => ({
      ...report,
      ...{ id: `${n}`, reader: `reader-${n}`, item: first!.id, on: true, detail: null, region: null },
      ...{ at: noon, receivedAt: noon },
    })),
  )
  one.advance(60_000)
  const list = await one.merino.legacy({ surface: 'NEW_TAB_EN_US', region: 'US', count: 30 })
  assert.ok(list.length > 0 && list.every(({ id }) => id !== first!.id))
})

test('older clients are told the same stories in their words', async () => {
  const list = await whole.merino.legacy({ surface: 'NEW_TAB_EN_US', region: 'US', count: 3 })
  assert.deepEqual(
    answer115(list).data.map(({ __typename, tileId }) => [__typename, tileId]),
    list.map(({ tileId }) => ['Recommendation', tileId]),
  )
  assert.deepEqual(
    answer114(list).recommendations.map(({ id }) => id),
    list.map(({ tileId }) => tileId),
  )
})

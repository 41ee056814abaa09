import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { CountsByKey } from './context-counts.ts'
import { contextRates } from './context-rates.ts'
import { cohortOf, contextKeys } from './contexts.ts'
import { publication, type TestMerino, type TestOptions, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))

const few = publication(3).map((item) => ({ ...item, publisher: `of-${item.id}` }))
const counted = (of: Readonly<Record<string, (id: string) => number>>): CountsByKey =>
  new Map(
    Object.entries(of).map(([key, rate]) => [
      key,
      new Map(few.map(({ id }) => [id, { shows: 1e6, clicks: 1e6 * rate(id) }])),
    ]),
  )
/** 40 % of the shows of a topic are clicked, 1 % of the others. */
const loves = (topic: string) => (id: string) => (id.startsWith(topic) ? 0.4 : 0.01)

function open(counts: CountsByKey, options: TestOptions = {}): TestMerino {
  const clicks = (id: string) => ({ shows: 1e6, clicks: 1e6 * loves('food')(id) })
  const rates = { contexts: contextRates(counts), branches: new Map() }
  const one = testMerino(viewOf(few, { clicks }), { settings: { ranker: 'contextual' }, rates, ...options })
  opened.push(one)
  return one
}
const firstTopic = async (one: TestMerino, body: object = {}): Promise<string> =>
  (await one.ask({ count: 10, ...body })).data[0]!.topic!

test('what is learnt is looked up by region_cohort_tz, region_cohort, region, global, in this order', () => {
  const context = { region: 'US', utcOffset: 19, cohort: 'tech' }
  assert.deepEqual(contextKeys(context), ['US_tech_19', 'US_tech', 'US', 'global'])
  assert.deepEqual(contextKeys({ ...context, utcOffset: null }), ['US_tech', 'US', 'global'])
  assert.deepEqual(contextKeys({ ...context, region: null }), ['global'])
})

test('the cohort is the topic nearest to the interests, -1 without any', () => {
  assert.equal(cohortOf(new Map([['arts', 0.6] as const, ['tech', 0.8] as const])), 'tech')
  assert.equal(cohortOf(new Map()), '-1')
  assert.equal(cohortOf(null), '-1')
})

test('utcOffset is the time zone: each has the order of its own readers, unknown ones that of the region', async () => {
  const one = open(counted({ global: loves('arts'), US: loves('travel'), 'US_-1_19': loves('tech') }))
  assert.equal(await firstTopic(one, { utcOffset: 19 }), 'tech')
  assert.equal(await firstTopic(one, { utcOffset: 20 }), 'travel')
  assert.equal(await firstTopic(one, { utcOffset: 'noon' }), 'travel')
  assert.equal(await firstTopic(one, { region: 'CA' }), 'arts')
})

test('readers of a cohort have the order of their cohort, also where they tell their interests themselves', async () => {
  const one = open(counted({ global: loves('arts'), US: loves('travel'), US_health: loves('business') }))
  assert.equal(await firstTopic(one, { inferredInterests: { health: 1 } }), 'business')
  assert.equal(await firstTopic(one, { inferredInterests: { food: 0.1 } }), 'travel')
})

test('a story that no context knows keeps its Thompson draw', async () => {
  const without = (topic: string): CountsByKey =>
    new Map(
      [...counted({ global: () => 0.01 })].map(([key, items]) => [
        key,
        new Map([...items].filter(([id]) => !id.startsWith(topic))),
      ]),
    )
  assert.equal(await firstTopic(open(without('food'))), 'food')
  assert.notEqual(await firstTopic(open(counted({ global: loves('arts') }))), 'food')
})

test('a story is not higher because it is known only where more is clicked', async () => {
  // Everywhere ten times as much is clicked as in this time zone, and two stories were hardly shown there.
  const tenth = (id: string): number => loves('food')(id) / 10
  const here = counted({ global: loves('food'), US: loves('food'), 'US_-1_19': tenth })
  const few = new Map([...here.get('US_-1_19')!].filter(([id]) => id !== 'arts-0' && id !== 'food-0'))
  const one = open(new Map([...here, ['US_-1_19', few]]))
  const [firsts, places] = [new Set<string>(), new Set<number>()]
  for (let minute = 0; minute < 20; minute++) {
    one.advance(60_000)
    const list = (await one.ask({ count: 100, utcOffset: 19 })).data.map(({ corpusItemId }) => corpusItemId)
    firsts.add(list[0]!)
    places.add(list.indexOf('arts-0'))
  }
  assert.deepEqual([...firsts].sort(), ['food-0', 'food-1', 'food-2'])
  assert.ok(Math.max(...places) > 10, `${[...places]}`)
})

test('with nothing learnt, or another ranker, everybody has the Thompson order', async () => {
  const counts = counted({ global: loves('arts') })
  assert.equal(await firstTopic(open(counts, { rates: null })), 'food')
  assert.equal(await firstTopic(open(counts, { settings: { ranker: 'thompson' } })), 'food')
  const experiments = { order: { treatment: { ranker: 'contextual' as const } } }
  const one = open(counts, { settings: { ranker: 'thompson', experiments } })
  assert.equal(await firstTopic(one), 'food')
  assert.equal(await firstTopic(one, { experimentName: 'order', experimentBranch: 'treatment' }), 'arts')
})

test('sections stand by the mean score of their best four', async () => {
  const whole = publication()
  const counts = new Map([
    ['global', new Map(whole.map(({ id }) => [id, { shows: 1e6, clicks: 1e6 * loves('travel')(id) }]))],
  ])
  const rates = { contexts: contextRates(counts), branches: new Map() }
  const one = testMerino(viewOf(whole), { settings: { ranker: 'contextual' }, rates })
  opened.push(one)
  const { feeds } = await one.ask({ feeds: ['sections'] })
  assert.equal(feeds!.travel!.receivedFeedRank, 1)
})

test('mean and standard deviation of a click rate lean on the wider context by a hundred shows', () => {
  const counts: CountsByKey = new Map([
    [
      'global',
      new Map([
        ['a', { shows: 9_900, clicks: 1000 }],
        ['b', { shows: 9_900, clicks: 0 }],
      ]),
    ],
    [
      'US',
      new Map([
        ['a', { shows: 100, clicks: 0 }],
        ['b', { shows: 49, clicks: 9 }],
      ]),
    ],
  ])
  const rates = contextRates(counts)
  const everywhere = rates.get('global')!.get('a')!
  const overall = 1000 / 19_800
  assert.ok(Math.abs(everywhere.mean - (1000 + 100 * overall) / 10_000) < 1e-12)
  const here = rates.get('US')!.get('a')!
  assert.ok(Math.abs(here.mean - everywhere.mean / 2) < 1e-12)
  assert.ok(Math.abs(here.std - Math.sqrt((here.mean * (1 - here.mean)) / 201)) < 1e-12)
  assert.equal(rates.get('US')!.has('b'), false, 'too few shows to speak')
})

test('scores are draws of a normal distribution: two close stories change places, two far ones do not', async () => {
  const close = (id: string): number => (id === 'arts-0' ? 0.02 : id === 'arts-1' ? 0.0201 : 0.001)
  const one = open(counted({ global: close }), { settings: { ranker: 'contextual' } })
  const firsts = new Set<string>()
  for (let minute = 0; minute < 20; minute++) {
    one.advance(60_000)
    firsts.add((await one.ask({ count: 1 })).data[0]!.corpusItemId)
  }
  assert.deepEqual([...firsts].sort(), ['arts-0', 'arts-1'])
})

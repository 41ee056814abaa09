import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ItemCounts } from './context-counts.ts'
import { branchOf, regionKeyOf } from './experiments.ts'
import { plainSettings, publication, type TestMerino, type TestOptions, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))
function open(view: Parameters<typeof testMerino>[0], options: TestOptions = {}): TestMerino {
  const one = testMerino(view, options)
  opened.push(one)
  return one
}

const experiments = { trial: { control: {}, treatment: { dailyBriefing: true } } }
const settings = { ...plainSettings, experiments }
const inBranch = (experimentBranch: string, experimentName = 'trial') => ({ experimentName, experimentBranch })
const few = publication(3).map((item) => ({ ...item, publisher: `of-${item.id}` }))
const listOf = async (one: TestMerino, body: Record<string, unknown>): Promise<string[]> =>
  (await one.ask({ count: 1000, ...body })).data.map(({ corpusItemId }) => corpusItemId)
/** What a branch's readers clicked: all shown a million times. */
const countsOf = (rate: (id: string) => number): Map<string, ItemCounts> =>
  new Map(few.map(({ id }) => [id, { shows: 1e6, clicks: 1e6 * rate(id) }]))

test('an experiment is matched on its exact name, or optin- and the name, and on the branch', () => {
  const keyOf = (name: string, branch: string) => branchOf(settings, { name, branch })?.key ?? null
  assert.equal(keyOf('trial', 'treatment'), 'trial-treatment')
  assert.equal(keyOf('optin-trial', 'treatment'), 'trial-treatment')
  for (const name of ['Trial', 'trial-2', 'optin-optin-trial', 'optout-trial', ''])
    assert.equal(keyOf(name, 'treatment'), null, name)
  for (const branch of ['Treatment', '', 'toString', '__proto__']) assert.equal(keyOf('trial', branch), null, branch)
  assert.equal(branchOf(settings, null), null)
})

test('the region key of a branch is <region>-<experiment>-<branch>', () => {
  assert.equal(regionKeyOf('DE', branchOf(settings, { name: 'trial', branch: 'control' })!.key), 'DE-trial-control')
})

test('a branch is ranked by what its own readers clicked, others are not', async () => {
  const clicks = (id: string) => ({ shows: 1e6, clicks: id.startsWith('food') ? 4e5 : 1e4 })
  const branches = new Map([['US-trial-treatment', countsOf((id) => (id.startsWith('tech') ? 0.4 : 0.01))]])
  const one = open(viewOf(few, { clicks }), { settings, rates: { contexts: new Map(), branches } })
  const first = async (body: Record<string, unknown>): Promise<string> => (await listOf(one, body))[0]!.split('-')[0]!
  assert.equal(await first(inBranch('treatment')), 'tech')
  assert.equal(await first(inBranch('control')), 'food')
  assert.equal(await first({}), 'food')
  assert.equal(await first(inBranch('treatment', 'unknown')), 'food')
  assert.equal(await first({ ...inBranch('treatment'), region: 'CA' }), 'food', 'the branch is counted by region')
})

test('a branch without a click has no own counts at all: all or nothing', async () => {
  const clicks = (id: string) => ({ shows: 1e6, clicks: id.startsWith('food') ? 4e5 : 1e4 })
  const branches = new Map([['US-trial-treatment', countsOf(() => 0)]])
  const one = open(viewOf(few, { clicks }), { settings, rates: { contexts: new Map(), branches } })
  const [own, everybodys] = [await listOf(one, inBranch('treatment')), await listOf(one, {})]
  assert.deepEqual(own, everybodys)
})

test('an answer tells the log which branch it was made for', async () => {
  const one = open(viewOf(few), { settings })
  const cards = await Promise.all(
    [inBranch('treatment', 'optin-trial'), inBranch('treatment', 'unknown'), {}].map(async (body) => ({
      recommendedAt: (await one.ask(body)).recommendedAt,
      item: null,
    })),
  )
  assert.deepEqual(
    (await one.merino.served(cards)).map((served) => served!.branch),
    ['trial-treatment', null, null],
  )
})

test('experiments that are not configured share the answer of everybody', async () => {
  const one = open(viewOf(few), { settings })
  const at = async (body: Record<string, unknown>): Promise<number> => (await one.ask(body)).recommendedAt
  assert.equal(await at(inBranch('treatment', 'unknown')), await at({ utcOffset: 5 }))
})

test('the daily briefing stands before the top stories in its experiment, cannot be followed, and is nowhere else', async () => {
  const whole = publication()
  const briefing = whole.filter(({ id }) => /-7$/.test(id)).map(({ id }) => id)
  const one = open(viewOf(whole, { sections: { 'Daily briefing': briefing } }), { settings })
  const feedsOf = async (body: object) =>
    (
      await one.ask({
        feeds: ['sections'],
        sections: [{ sectionId: 'daily-briefing', isFollowed: true, isBlocked: false }],
        ...body,
      })
    ).feeds!
  const feeds = await feedsOf(inBranch('treatment'))
  const { receivedFeedRank, followable, isFollowed, recommendations } = feeds['daily-briefing']!
  assert.deepEqual([receivedFeedRank, followable, isFollowed], [0, false, false])
  assert.ok(recommendations.every(({ corpusItemId }) => briefing.includes(corpusItemId)))
  assert.equal(feeds.top_stories_section!.receivedFeedRank, 1)
  assert.equal(feeds.top_stories_section!.recommendations.length, 14)
  const ids = Object.values(feeds).flatMap((section) => section.recommendations.map((each) => each.corpusItemId))
  assert.equal(new Set(ids).size, ids.length)
  assert.equal((await feedsOf({}))['daily-briefing'], undefined)
  assert.equal((await feedsOf({})).top_stories_section!.receivedFeedRank, 0)
})

test('a section of an event is lifted by its boost: 0.0018 is two of a thousand shows', async () => {
  const clicks = (id: string) => ({ shows: 1e9, clicks: id.startsWith('food') ? 1.1e7 : 1e7 })
  const cup = few.filter(({ id }) => id.startsWith('sports')).map(({ id }) => id)
  const view = viewOf(few, { clicks, sections: { 'World Cup': cup } })
  const first = async (boosts: Record<string, number>): Promise<string> =>
    (await listOf(open(view, { settings: { boosts } }), {}))[0]!.split('-')[0]!
  assert.equal(await first({}), 'food')
  assert.equal(await first({ 'world-cup': 0.0018 }), 'sports')
  assert.equal(await first({ 'another-cup': 0.0018 }), 'food')
})

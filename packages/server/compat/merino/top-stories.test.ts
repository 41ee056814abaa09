import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { publication, type TestItem, type TestMerino, testMerino, viewOf } from './testing.ts'
import { evergreenTopics, type TopicId } from './topics.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

async function topOf(one: TestMerino, body: object = {}) {
  const { feeds } = await one.ask({ feeds: ['sections'], ...body })
  return feeds!.top_stories_section!.recommendations
}
/** A publication where the stories of some topics are clicked far more than the rest. */
const loved = (...topics: TopicId[]): TestMerino =>
  open(
    viewOf(publication(), {
      clicks: (id) => ({ shows: 1e6, clicks: topics.some((topic) => id.startsWith(`${topic}-`)) ? 5e5 : 1e3 }),
    }),
  )

const count = (list: readonly { topic: TopicId | null }[], holds: (topic: TopicId) => boolean): number =>
  list.filter(({ topic }) => topic !== null && holds(topic)).length

test('top stories are nine and five to spare', async () => {
  assert.equal((await topOf(loved())).length, 14)
})

test('at most 75 % of the top stories are topical', async () => {
  const top = await topOf(loved('government', 'sports', 'tech', 'arts', 'business', 'travel', 'health'))
  assert.equal(
    count(top, (topic) => !evergreenTopics.has(topic)),
    10,
  )
})

test('at most 40 % of the top stories are evergreen: food, self-improvement, finance, parenting, home', async () => {
  assert.deepEqual([...evergreenTopics].sort(), ['finance', 'food', 'home', 'society', 'society-parenting'])
  const top = await topOf(loved(...evergreenTopics))
  assert.equal(
    count(top, (topic) => evergreenTopics.has(topic)),
    5,
  )
})

test('at most 20 % of the top stories are of one topic, but two may always be', async () => {
  const top = await topOf(loved('sports'))
  assert.equal(
    count(top, (topic) => topic === 'sports'),
    2,
  )
  assert.deepEqual(
    top.slice(0, 2).map(({ topic }) => topic),
    ['sports', 'sports'],
  )
})

test('no top story is of gaming', async () => {
  assert.equal(
    count(await topOf(loved('hobbies')), (topic) => topic === 'hobbies'),
    0,
  )
})

test('a publication of nothing but gaming still has top stories', async () => {
  const games = publication().filter(({ topic }) => topic === 'hobbies')
  assert.equal((await topOf(open(viewOf(games)))).length, 14)
})

test('one topic alone fills the top stories when there is no other', async () => {
  const sports = publication().filter(({ topic }) => topic === 'sports')
  assert.equal((await topOf(open(viewOf(sports)))).length, 14)
})

test('one publisher may have many top stories, but in Germany a second one gets in by chance only', async () => {
  const items = (language: string): TestItem[] =>
    publication().map((item, n) => ({ ...item, language, publisher: n % 2 === 0 ? 'the-big-one' : `small-${n}` }))
  const big = async (locale: string, language: string): Promise<number> => {
    let all = 0
    for (let minute = 0; minute < 20; minute++) {
      const one = open(viewOf(items(language)))
      one.advance(minute * 60_000)
      all += (await topOf(one, { locale, region: null })).filter(({ publisher }) => publisher === 'the-big-one').length
    }
    return all / 20
  }
  const [german, english] = [await big('de-DE', 'de'), await big('en-US', 'en')]
  assert.ok(english > 5, `${english}`)
  assert.ok(german > 1 && german < 4, `${german}`)
})

test('in Germany three top stories may be of politics, elsewhere two', async () => {
  const politics = async (locale: string, language: string): Promise<number> => {
    const items = publication().map((item) => ({ ...item, language, publisher: `of-${item.id}` }))
    const known = { clicks: (id: string) => ({ shows: 1e6, clicks: id.startsWith('government') ? 5e5 : 1e3 }) }
    return count(await topOf(open(viewOf(items, known)), { locale, region: null }), (topic) => topic === 'government')
  }
  assert.deepEqual([await politics('de', 'de'), await politics('fr', 'fr')], [3, 2])
})

test('near-duplicates are never both top stories', async () => {
  const twins = publication().map((item, n) => ({ ...item, cluster: `story-${n % 9}` }))
  const clusters = new Map(twins.map(({ id, cluster }) => [id, cluster]))
  const shown = (await topOf(open(viewOf(twins)))).map(({ corpusItemId }) => clusters.get(corpusItemId))
  assert.equal(shown.length, 9)
  assert.equal(new Set(shown).size, 9)
})

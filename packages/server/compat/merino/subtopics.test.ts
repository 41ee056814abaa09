import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { publication, type TestItem, type TestMerino, testMerino, viewOf } from './testing.ts'
import { topicPath } from './topics.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))
function open(...of: Parameters<typeof viewOf>): TestMerino {
  const one = testMerino(viewOf(...of))
  opened.push(one)
  return one
}
const feedsOf = async (one: TestMerino, body: object = {}) => (await one.ask({ feeds: ['sections'], ...body })).feeds!

/** Half of sports is football. */
const football = publication().map(
  (item): TestItem => (/^sports-\d?[02468]$/.test(item.id) ? { ...item, topic: 'sports/football' } : item),
)
const isFootball = (id: string): boolean => football.some((item) => item.id === id && item.topic === 'sports/football')

test('sports/football is of the topic sports and of a subtopic; names of topics are read whole first', () => {
  assert.deepEqual(topicPath('Sports > Football'), { topic: 'sports', subtopic: 'Football' })
  assert.deepEqual(topicPath('education/science'), { topic: 'education-science', subtopic: null })
  assert.deepEqual(topicPath('chess/openings'), { topic: null, subtopic: null })
  assert.deepEqual(topicPath('sports/'), { topic: 'sports', subtopic: null })
  assert.deepEqual(topicPath(null), { topic: null, subtopic: null })
})

test('a subtopic has a section of its own, with the categories of its topic, and can be followed', async () => {
  const sections = [{ sectionId: 'sports-football', isFollowed: true, isBlocked: false }]
  const feeds = await feedsOf(open(football), { sections })
  const section = feeds['sports-football']!
  assert.deepEqual([section.title, section.isFollowed, section.receivedFeedRank], ['Football', true, 1])
  assert.deepEqual(section.iab, feeds.sports!.iab)
  assert.ok(section.recommendations.every(({ corpusItemId, topic }) => topic === 'sports' && isFootball(corpusItemId)))
})

test('at most 10 % of the top stories are of subtopics, but one may always be', async () => {
  const clicks = (id: string) => ({ shows: 1e6, clicks: isFootball(id) ? 5e5 : 1e3 })
  const { top_stories_section: top } = await feedsOf(open(football, { clicks }))
  const ids = top!.recommendations.map(({ corpusItemId }) => corpusItemId)
  assert.equal(ids.filter(isFootball).length, 1)
  assert.ok(isFootball(ids[0]!))
})

test('where everything is of a subtopic the other limits of the top stories still hold', async () => {
  const finer = publication().map((item) => ({ ...item, topic: `${item.topic}/finer` }))
  const { top_stories_section: top } = await feedsOf(open(finer))
  assert.equal(top!.recommendations.length, 14)
  for (const { topic } of top!.recommendations)
    assert.ok(top!.recommendations.filter((one) => one.topic === topic).length <= 2)
})

test('gaming and its subtopics are barred from the top stories', async () => {
  const items = publication().map((item) => (item.topic === 'hobbies' ? { ...item, topic: 'gaming/chess' } : item))
  const clicks = (id: string) => ({ shows: 1e6, clicks: id.startsWith('hobbies') ? 5e5 : 1e3 })
  const { top_stories_section: top } = await feedsOf(open(items, { clicks }))
  assert.ok(top!.recommendations.every(({ topic }) => topic !== 'hobbies'))
})

test('a blocked subtopic is nowhere else, the rest of its topic stays', async () => {
  const sections = [{ sectionId: 'sports-football', isFollowed: false, isBlocked: true }]
  const feeds = await feedsOf(open(football), { sections })
  for (const [id, { recommendations, isBlocked }] of Object.entries(feeds)) {
    assert.equal(isBlocked, id === 'sports-football')
    if (!isBlocked) assert.ok(recommendations.every(({ corpusItemId }) => !isFootball(corpusItemId)))
  }
  assert.ok(feeds.sports!.recommendations.length > 0)
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { day, noon, publication, type TestItem, type TestMerino, testMerino, viewOf } from './testing.ts'
import { newsTopics } from './topics.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))
function open(...of: Parameters<typeof viewOf>): TestMerino {
  const one = testMerino(viewOf(...of))
  opened.push(one)
  return one
}
async function sensitive(one: TestMerino, body: object = {}): Promise<string[]> {
  const { data } = await one.ask({ count: 1000, ...body })
  return data.filter(({ isTimeSensitive }) => isTimeSensitive).map(({ corpusItemId }) => corpusItemId)
}
const published = (ago: number): TestItem[] => publication(1).map((item) => ({ ...item, publishedAt: noon - ago }))

test('isTimeSensitive: stories of business, politics and sports for a day after they were published', async () => {
  assert.deepEqual([...newsTopics].sort(), ['business', 'government', 'sports'])
  assert.deepEqual((await sensitive(open(published(day - 1)))).sort(), ['business-0', 'government-0', 'sports-0'])
  assert.deepEqual(await sensitive(open(published(day))), [])
})

test('isTimeSensitive: where nobody knows when a story was published, for a day after it was added', async () => {
  const items = publication(1).map((item) => ({ ...item, addedAt: noon - 1000 }))
  assert.equal((await sensitive(open(items))).length, 3)
  assert.equal((await sensitive(open(publication(1)))).length, 0)
})

test('isTimeSensitive: what editors put into the section Breaking news, of any topic and age', async () => {
  const one = open(publication(1), { sections: { 'Breaking news': ['food-0'] } })
  assert.deepEqual(await sensitive(one), ['food-0'])
})

test('isTimeSensitive ends while an old list is still asked for', async () => {
  const one = open(published(day - 90_000))
  assert.equal((await sensitive(one)).length, 3)
  one.advance(120_000)
  assert.equal((await sensitive(one)).length, 0)
})

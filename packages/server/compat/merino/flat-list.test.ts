import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { publication, testMerino, viewOf } from './testing.ts'

const whole = testMerino(viewOf(publication()))
after(() => whole.close())

test('stories of one publisher stand at least 3 places apart', async () => {
  const { data } = await whole.ask({})
  data.forEach(({ publisher }, place) => {
    for (const other of data.slice(place + 1, place + 3)) assert.notEqual(other.publisher, publisher)
  })
})

test('two stories of each chosen topic come first, ten at most', async () => {
  const { data } = await whole.ask({ topics: ['sports', 'food'] })
  const front = data.slice(0, 4).map(({ topic }) => topic)
  assert.deepEqual(front.sort(), ['food', 'food', 'sports', 'sports'])
  const topics = ['sports', 'food', 'arts', 'tech', 'home', 'career', 'travel', 'health']
  const many = (await whole.ask({ topics })).data.slice(0, 10)
  for (const topic of topics) assert.ok(many.filter((one) => one.topic === topic).length <= 2)
  assert.equal(many.filter(({ topic }) => topics.includes(topic!)).length, 10)
})

test('topics are known by the names of the corpus as well', async () => {
  const { data } = await whole.ask({ topics: ['SELF_IMPROVEMENT', 'gaming'] })
  assert.deepEqual(
    data
      .slice(0, 4)
      .map(({ topic }) => topic)
      .sort(),
    ['hobbies', 'hobbies', 'society', 'society'],
  )
})

test('features of the flat list name the topic only', async () => {
  for (const { topic, features } of (await whole.ask({})).data) assert.deepEqual(features, { [`t_${topic}`]: 1 })
})

test('a surface where sections are rolled out gives the same stories to who does not ask for sections', async () => {
  const flat = new Set((await whole.ask({ count: 1000 })).data.map(({ corpusItemId }) => corpusItemId))
  const { feeds } = await whole.ask({ feeds: ['sections'] })
  for (const { recommendations } of Object.values(feeds!))
    for (const { corpusItemId } of recommendations) assert.ok(flat.has(corpusItemId))
})

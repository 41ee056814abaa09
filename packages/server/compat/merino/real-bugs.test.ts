// What went wrong in the service that this contract comes from, as facts that hold here.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { day, noon, publication, type TestMerino, testMerino, viewOf } from './testing.ts'
import type { View } from './view.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

test('boosting topics leaves receivedRank in step with the order of the list', async () => {
  const { data } = await open(viewOf(publication())).ask({ topics: ['food', 'sports', 'tech'] })
  assert.ok(data.slice(0, 6).every(({ topic }) => ['food', 'sports', 'tech'].includes(topic!)))
  assert.deepEqual(
    data.map(({ receivedRank }) => receivedRank),
    data.map((_, rank) => rank),
  )
  data.forEach(({ serverScore }, place) => {
    assert.ok(place === 0 || serverScore! <= data[place - 1]!.serverScore!)
  })
})

test('a section can be followed by each name it goes by: the key it was served under and its aliases', async () => {
  const weekend = publication().filter(({ id }) => /-[34]$/.test(id))
  const one = open(viewOf(publication(), { sections: { 'Weekend Reads': weekend.map(({ id }) => id) } }))
  const { feeds } = await one.ask({ feeds: ['sections'] })
  const names = Object.entries(feeds!).flatMap(([id, { followable }]) => (followable ? [[id, id] as const] : []))
  const aliases = [
    ['self-improvement', 'society'],
    ['SELF_IMPROVEMENT', 'society'],
    ['gaming', 'hobbies'],
    ['parenting', 'society-parenting'],
    ['PERSONAL_FINANCE', 'finance'],
    ['Weekend Reads', 'weekend-reads'],
  ] as const
  assert.ok(names.length > 15)
  for (const [name, id] of [...names, ...aliases]) {
    const sections = [{ sectionId: name, isFollowed: true, isBlocked: false, followedAt: new Date(noon).toISOString() }]
    const section = (await one.ask({ feeds: ['sections'], sections })).feeds![id]!
    assert.deepEqual([section.isFollowed, section.receivedFeedRank], [true, 1], name)
  }
})

test('sections that are left out leave no gap in the ranks', async () => {
  const short = publication().filter(({ id }) => !/^(food|tech|arts|career)-([2-9]|1\d|2\d)$/.test(id))
  const { feeds } = await open(viewOf(short)).ask({
    feeds: ['sections'],
    sections: ['food', 'tech'].map((sectionId) => ({ sectionId, isFollowed: true, isBlocked: false })),
  })
  assert.ok(!('food' in feeds!) && 'sports' in feeds!)
  assert.deepEqual(
    Object.values(feeds!).map(({ receivedFeedRank }) => receivedFeedRank),
    Object.keys(feeds!).map((_, rank) => rank),
  )
  for (const { recommendations } of Object.values(feeds!))
    assert.deepEqual(
      recommendations.map(({ receivedRank }) => receivedRank),
      recommendations.map((_, rank) => rank),
    )
})

test('a story that belongs to several sections is served once', async () => {
  const all = publication().map(({ id }) => id)
  const { feeds } = await open(viewOf(publication(), { sections: { First: all, Second: all, Third: all } })).ask({
    feeds: ['sections'],
  })
  const ids = Object.values(feeds!).flatMap(({ recommendations }) => recommendations.map((one) => one.corpusItemId))
  assert.ok('first' in feeds! && 'second' in feeds! && 'third' in feeds!)
  assert.equal(new Set(ids).size, ids.length)
})

test('gaming is not over-represented: many stories of it, all clicked most, fill no top story', async () => {
  const games = Array.from({ length: 300 }, (_, n) => ({ id: `game-${n}`, topic: 'gaming', publisher: `games-${n}` }))
  const known = { clicks: (id: string) => ({ shows: 1e6, clicks: id.startsWith('game-') ? 5e5 : 1e3 }) }
  const { feeds } = await open(viewOf([...publication(), ...games], known)).ask({ feeds: ['sections'] })
  const topics = feeds!.top_stories_section!.recommendations.map(({ topic }) => topic)
  assert.ok(topics.length === 14 && !topics.includes('hobbies'))
})

test('an old story that was hardly shown does not pose as fresh', async () => {
  const items = publication().map((item) => {
    if (item.id.endsWith('-0')) return { ...item, addedAt: noon - day }
    return item.id.endsWith('-1') ? { ...item, addedAt: noon - 60 * day } : item
  })
  const known = {
    clicks: (id: string) => (/-[01]$/.test(id) ? { shows: 0, clicks: 0 } : { shows: 1e5, clicks: 7e2 }),
  }
  const one = open(viewOf(items, known))
  let [young, old] = [0, 0]
  for (let minute = 0; minute < 10; minute++) {
    one.advance(60_000)
    for (const { corpusItemId } of (await one.ask({ count: 60 })).data) {
      if (corpusItemId.endsWith('-0')) young++
      if (corpusItemId.endsWith('-1')) old++
    }
  }
  assert.ok(young > old, `${young} young, ${old} old`)
  assert.ok(young <= 10 * Math.ceil(0.15 * 60))
})

test('a thousand readers at once read the catalogue once', async () => {
  let gathered = 0
  const view = viewOf(publication())
  const counting: View = {
    ...view,
    pipeline: {
      ...view.pipeline,
      engagement: {
        posteriors(rows) {
          gathered++
          return { alpha: new Float64Array(rows.length).fill(1), beta: new Float64Array(rows.length).fill(99) }
        },
      },
    },
  }
  const one = open(counting)
  await Promise.all(
    Array.from({ length: 1000 }, (_, n) =>
      one.post({ locale: 'en-US', region: 'US', count: 1 + (n % 200), feeds: n % 2 ? ['sections'] : [] }),
    ),
  )
  assert.equal(gathered, 1)
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Answer, Section } from './answer.ts'
import { maxTiles } from './layouts.ts'
import { day, noon, publication, type TestMerino, testMerino, viewOf } from './testing.ts'
import { topicIds } from './topics.ts'
import type { View } from './view.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

const whole = open(viewOf(publication()))
const page = (one: TestMerino, body: object = {}) => one.ask({ feeds: ['sections'], ...body })
/** In the order of their ranks. */
const sectionsOf = ({ feeds }: Answer): (Section & { id: string })[] =>
  Object.entries(feeds!)
    .map(([id, section]) => ({ id, ...section }))
    .sort((a, b) => a.receivedFeedRank - b.receivedFeedRank)
const follow = (sectionId: string, daysAgo: number) => ({
  sectionId,
  isFollowed: true,
  isBlocked: false,
  followedAt: new Date(noon - daysAgo * day).toISOString(),
})
const block = (sectionId: string) => ({ sectionId, isFollowed: false, isBlocked: true })

test('top_stories_section is pinned at rank 0, is called Popular Today and cannot be followed', async () => {
  const [top] = sectionsOf(await page(whole, { sections: [follow('top_stories_section', 1), follow('food', 1)] }))
  assert.equal(top!.id, 'top_stories_section')
  assert.equal(top!.receivedFeedRank, 0)
  assert.equal(top!.title, 'Popular Today')
  assert.equal(top!.layout.name, '8-double-row-2-ad')
  assert.equal(top!.followable, false)
  assert.equal(top!.isFollowed, false)
})

test('every topic with enough stories is a section, titled in the language of the surface', async () => {
  const ids = sectionsOf(await page(whole)).map(({ id }) => id)
  assert.deepEqual(new Set(ids), new Set(['top_stories_section', ...topicIds]))
  const food = { en: 'Food', de: 'Essen', fr: 'Cuisine', es: 'Comida', it: 'Cucina', pl: 'Jedzenie' }
  for (const [language, title] of Object.entries(food)) {
    const local = open(viewOf(publication().map((item) => ({ ...item, language }))))
    assert.equal((await page(local, { locale: language })).feeds!.food!.title, title)
  }
})

test('ranks of sections run from 0 without a gap', async () => {
  const ranks = sectionsOf(await page(whole)).map(({ receivedFeedRank }) => receivedFeedRank)
  assert.deepEqual(
    ranks,
    ranks.map((_, rank) => rank),
  )
})

test('a section brings its tiles and one, and five to spare; with fewer than its tiles and one it is left out', async () => {
  for (const { id, layout, recommendations } of sectionsOf(await page(whole)))
    assert.equal(recommendations.length, maxTiles(layout) + 1 + 5, id)
  const few = open(viewOf(publication(24).filter(({ id }) => !/^(food|tech)-([4-9]|1\d|2\d)$/.test(id))))
  const ids = Object.keys((await page(few)).feeds!)
  assert.ok(!ids.includes('food') && !ids.includes('tech') && ids.includes('arts'))
})

test('sections after the first cycle through the layouts', async () => {
  const names = sectionsOf(await page(whole))
    .slice(1, 7)
    .map(({ layout }) => layout.name)
  const cycle = ['6-small-medium-1-ad', '4-large-small-medium-1-ad', '4-medium-small-1-ad']
  assert.deepEqual(names, [...cycle, ...cycle])
})

test('a section too short for its layout takes the smallest', async () => {
  const items = publication().filter(({ id }) => !/^food-([6-9]|\d\d)$/.test(id))
  const known = { clicks: (id: string) => ({ shows: 1e9, clicks: id.startsWith('food') ? 1e5 : 1e8 }) }
  const one = open(viewOf(items, known))
  const { food } = (await page(one, { sections: [follow('food', 1)] })).feeds!
  assert.equal(food?.receivedFeedRank, 1)
  assert.equal(food?.layout.name, '4-medium-small-1-ad')
})

test('at most 20 sections', async () => {
  const names = Array.from({ length: 30 }, (_, n) => `Subject ${n}`)
  const many = names.flatMap((topic) => Array.from({ length: 12 }, (_, n) => ({ id: `${topic}-${n}`, topic })))
  const sections = sectionsOf(await page(open(viewOf(many))))
  assert.equal(sections.length, 20)
  assert.ok(
    sections
      .slice(1)
      .every(
        ({ title, id, recommendations }) =>
          /^Subject/.test(title) && /^subject-/.test(id) && recommendations[0]!.topic === null,
      ),
  )
})

test('no story is in two sections', async () => {
  const ids = sectionsOf(await page(whole)).flatMap(({ recommendations }) =>
    recommendations.map((one) => one.corpusItemId),
  )
  assert.equal(new Set(ids).size, ids.length)
})

test('the copy in the higher section stays', async () => {
  const food = publication().filter(({ topic }) => topic === 'food')
  const one = open(viewOf(publication(), { sections: { 'Weekend reads': food.slice(0, 12).map(({ id }) => id) } }))
  for (const first of ['weekend-reads', 'food']) {
    const feeds = (await page(one, { sections: [follow(first, 1)] })).feeds!
    const of = (id: string) => feeds[id]!.recommendations.map((each) => each.corpusItemId)
    const shared = food.slice(0, 12).map(({ id }) => id)
    assert.equal(feeds[first]!.receivedFeedRank, 1)
    assert.ok(of(first).some((id) => shared.includes(id)))
    const other = first === 'food' ? 'weekend-reads' : 'food'
    assert.ok(!(feeds[other] ? of(other) : []).some((id) => of(first).includes(id)))
  }
})

test('two stories of one cluster are never both on the page', async () => {
  const twins = publication().map((item, n) => ({ ...item, cluster: `story-${n % 150}` }))
  const clusters = new Map(twins.map(({ id, cluster }) => [id, cluster]))
  const shown = sectionsOf(await page(open(viewOf(twins)))).flatMap(({ recommendations }) =>
    recommendations.map((one) => clusters.get(one.corpusItemId)),
  )
  assert.equal(new Set(shown).size, shown.length)
  assert.ok(shown.length > 100)
})

test('followed sections come first: those of the last 7 days, then the newest followed', async () => {
  const sections = [follow('sports', 30), follow('food', 2), follow('tech', 20), follow('arts', 6)]
  const order = sectionsOf(await page(whole, { sections }))
  assert.deepEqual(
    order.slice(1, 5).map(({ id }) => id),
    ['food', 'arts', 'tech', 'sports'],
  )
  assert.ok(order.slice(1, 5).every(({ isFollowed }) => isFollowed))
  assert.ok(order.slice(5).every(({ isFollowed }) => !isFollowed))
})

test('followedAt comes back as the same moment, and is null where nothing is followed', async () => {
  const { feeds } = await page(whole, {
    sections: [{ sectionId: 'tech', isFollowed: true, isBlocked: false, followedAt: '2026-01-10T02:30:00+02:00' }],
  })
  assert.equal(Date.parse(feeds!.tech!.followedAt!), Date.UTC(2026, 0, 10, 0, 30))
  assert.equal(feeds!.food!.followedAt, null)
})

test('a blocked section is marked, stands last, and its stories are nowhere else', async () => {
  const editors = { 'Weekend reads': publication().map(({ id }) => id) }
  const one = open(viewOf(publication(), { sections: editors }))
  const order = sectionsOf(await page(one, { sections: [block('food'), follow('tech', 1)] }))
  const food = order.at(-1)!
  assert.equal(food.id, 'food')
  assert.equal(food.isBlocked, true)
  for (const { id, isBlocked, recommendations } of order.slice(0, -1)) {
    assert.equal(isBlocked, false)
    assert.ok(!recommendations.some(({ topic }) => topic === 'food'), id)
  }
})

test('a blocked topic is left out of the flat list', async () => {
  const { data } = await whole.ask({ sections: [block('food')], count: 500 })
  assert.ok(data.length > 100 && !data.some(({ topic }) => topic === 'food'))
})

test('stories of a section are in the order of one ranking of all', async () => {
  const known = { clicks: (id: string) => ({ shows: 1e9, clicks: 1e6 * (Number(id.split('-').at(-1)) + 1) }) }
  const { feeds } = await page(open(viewOf(publication(), known)))
  for (const [id, { recommendations }] of Object.entries(feeds!)) {
    if (id === 'top_stories_section') continue
    const places = recommendations.map(({ corpusItemId }) => Number(corpusItemId.split('-').at(-1)))
    assert.deepEqual(
      places,
      places.toSorted((a, b) => b - a),
      id,
    )
  }
})

test('a section that readers click stands higher: one draw on what is known of its best four', async () => {
  const known = { clicks: (id: string) => ({ shows: 1e6, clicks: id.startsWith('travel') ? 9e4 : 1e4 }) }
  assert.equal(sectionsOf(await page(open(viewOf(publication(), known))))[1]!.id, 'travel')
})

test('within a section receivedRank runs from 0 and serverScore never rises', async () => {
  for (const { recommendations } of sectionsOf(await page(whole))) {
    recommendations.forEach(({ receivedRank, serverScore }, place) => {
      assert.equal(receivedRank, place)
      assert.ok(place === 0 || serverScore! <= recommendations[place - 1]!.serverScore!)
    })
  }
})

test('features name the topic and the section of a story, each 1', async () => {
  const { feeds } = await page(whole)
  for (const [id, { recommendations }] of Object.entries(feeds!))
    for (const { topic, features } of recommendations) assert.deepEqual(features, { [`t_${topic}`]: 1, [`s_${id}`]: 1 })
})

test('scheduledCorpusItemId is null and tileId a number in [10,000,000, 2^53 - 1), always the same for an item', async () => {
  const first = sectionsOf(await page(whole)).flatMap(({ recommendations }) => recommendations)
  const again = new Map((await whole.ask({ count: 1000 })).data.map((one) => [one.corpusItemId, one.tileId]))
  for (const one of first) {
    assert.equal(one.scheduledCorpusItemId, null)
    assert.ok(one.tileId! >= 10_000_000 && one.tileId! < Number.MAX_SAFE_INTEGER)
    assert.equal(again.get(one.corpusItemId), one.tileId)
  }
  assert.equal(new Set(again.values()).size, again.size)
})

test('utm_source is added to an address, or replaced', async () => {
  const one = open(
    viewOf([
      { id: 'a', url: 'https://example.org/a?x=1#part' },
      { id: 'b', url: 'https://example.org/b?utm_source=other' },
    ]),
  )
  const { data } = await one.ask({ locale: 'en-GB', region: 'GB' })
  assert.deepEqual(data.map(({ url }) => url).sort(), [
    'https://example.org/a?x=1&utm_source=firefox-newtab-en-gb#part',
    'https://example.org/b?utm_source=firefox-newtab-en-gb',
  ])
})

test('iab categories are of IAB-3.0, and of topics only', async () => {
  const { feeds } = await page(whole)
  assert.deepEqual(feeds!.tech!.iab, { taxonomy: 'IAB-3.0', categories: ['596'] })
  assert.equal(feeds!.top_stories_section!.iab, null)
})

test('advertisement tiles are only at the ranks of the contract', async () => {
  for (const { receivedFeedRank, layout, allowAds } of sectionsOf(await page(whole))) {
    const ads = layout.responsiveLayouts.some(({ tiles }) => tiles.some(({ hasAd }) => hasAd))
    assert.equal(ads, receivedFeedRank <= 2 || (receivedFeedRank % 2 === 0 && receivedFeedRank <= 18))
    assert.equal(allowAds, true)
  }
})

test('sections that editors put together are served beside the topics', async () => {
  const ids = publication()
    .filter(({ id }) => /-(3|4|5)$/.test(id))
    .map(({ id }) => id)
  const { feeds } = await page(open(viewOf(publication(), { sections: { 'Weekend reads': ids } })))
  const weekend = feeds!['weekend-reads']!
  assert.equal(weekend.title, 'Weekend reads')
  assert.ok(weekend.recommendations.every(({ corpusItemId }) => ids.includes(corpusItemId)))
})

test('a few stories in a language still make a page', async () => {
  const one = open(viewOf([{ id: 'eins', language: 'de' }, { id: 'zwei', language: 'de-AT' }, ...publication()]))
  const { feeds } = await page(one, { locale: 'de', region: 'DE' })
  assert.deepEqual(
    Object.entries(feeds!).map(([id, { recommendations }]) => [
      id,
      recommendations.map((each) => each.corpusItemId).sort(),
    ]),
    [['top_stories_section', ['eins', 'zwei']]],
  )
})

test('a language without a story gets those of others rather than none', async () => {
  assert.equal((await whole.ask({ locale: 'pl' })).data.length, 100)
})

test('what is not for this region, not yet due, taken down or without a web address is not shown', async () => {
  const one = open(
    viewOf([
      { id: 'everywhere' },
      { id: 'swiss', regions: ['CH'] },
      { id: 'tomorrow', addedAt: noon + day },
      { id: 'gone', takenDownAt: noon - day },
      { id: 'offline', url: null },
      { id: 'mail', url: 'mailto:someone@example.org' },
    ]),
  )
  const shown = async (region: string) => (await one.ask({ region })).data.map((each) => each.corpusItemId).sort()
  assert.deepEqual(await shown('US'), ['everywhere'])
  assert.deepEqual(await shown('CH'), ['everywhere', 'swiss'])
})

test('an empty publication answers with an empty page', async () => {
  const empty = open(viewOf([]))
  assert.deepEqual((await empty.ask({})).data, [])
  assert.deepEqual((await page(empty)).feeds!.top_stories_section!.recommendations, [])
})

test('a section of the Desk has its own title, marks and id; who follows the id follows on when it is called otherwise', async () => {
  const food = publication().filter(({ topic }) => topic === 'food')
  const told = (title: string, followable = true): View => {
    const view = viewOf(publication(), { sections: { 'long_reads.1f': food.slice(0, 12).map(({ id }) => id) } })
    const marks = { title, subtitle: 'For Sunday', followable, allowAds: false, iab: ['379'] }
    return { ...view, sections: view.pipeline.sections.map((section) => ({ ...section, ...marks })) }
  }
  const asked = { sections: [follow('long_reads.1f', 1)] }
  for (const title of ['Long reads', 'Slow reads']) {
    const one = (await page(open(told(title)), asked)).feeds!['long_reads.1f']!
    assert.deepEqual(
      [one.title, one.subtitle, one.isFollowed, one.followable, one.allowAds, one.iab?.categories],
      [title, 'For Sunday', true, true, false, ['379']],
    )
    assert.ok(one.layout.responsiveLayouts.every(({ tiles }) => tiles.every(({ hasAd }) => !hasAd)))
  }
  const fixed = (await page(open(told('Long reads', false)), asked)).feeds!['long_reads.1f']!
  assert.deepEqual([fixed.followable, fixed.isFollowed], [false, false])
})

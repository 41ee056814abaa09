import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { StoredEvent } from '../../events/events.ts'
import { day, noon, publication, type TestItem, type TestMerino, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

/** Ids of the flat list, all of it. */
const listOf = async (one: TestMerino, body: object = {}): Promise<string[]> =>
  (await one.ask({ count: 1000, ...body })).data.map(({ corpusItemId }) => corpusItemId)

/** Each story of a publisher of its own, so that nothing but the ranking decides. */
const apart = (items: readonly TestItem[]): TestItem[] => items.map((item) => ({ ...item, publisher: `of-${item.id}` }))
const few = apart(publication(3))

let events = 0
const eventOf = (kind: 'impression' | 'report', item: string, reader = `reader-${events}`): StoredEvent => ({
  id: `${events++}`,
  reader,
  item,
  kind,
  surface: 'newtab',
  slate: null,
  slot: null,
  dwellMs: null,
  fraction: null,
  on: true,
  detail: null,
  region: null,
  at: noon,
  receivedAt: noon,
})
const happened = (
  one: TestMerino,
  kind: 'impression' | 'report',
  of: { item: string; times: number; reader?: string },
) => one.feed.publish(Array.from({ length: of.times }, () => eventOf(kind, of.item, of.reader)))

test('what is clicked more often is higher', async () => {
  const rate = new Map(few.map(({ id }, n) => [id, (n * 37) % few.length]))
  const list = await listOf(open(viewOf(few, { clicks: (id) => ({ shows: 1e9, clicks: 1e6 * rate.get(id)! }) })))
  assert.deepEqual(
    list,
    few.map(({ id }) => id).sort((a, b) => rate.get(b)! - rate.get(a)!),
  )
})

test('what was hardly shown is tried: from minute to minute it stands elsewhere, what is well known does not', async () => {
  const rateOf = (id: string): number => 1e6 * (1 + few.findIndex((item) => item.id === id))
  const one = open(
    viewOf(few, { clicks: (id) => (id === 'food-0' ? { shows: 0, clicks: 0 } : { shows: 1e9, clicks: rateOf(id) }) }),
  )
  const [places, others] = [new Set<number>(), new Set<string>()]
  for (let minute = 0; minute < 20; minute++) {
    one.advance(60_000)
    const list = await listOf(one)
    places.add(list.indexOf('food-0'))
    others.add(list.filter((id) => id !== 'food-0').join())
  }
  assert.ok(places.size > 1)
  assert.equal(others.size, 1)
})

test('the region of the reader is handed to what counts clicks', async () => {
  const clicks = (id: string, region: string | null) => ({
    shows: 1e9,
    clicks: (region === 'CA' ? id.startsWith('sports') : id.startsWith('food')) ? 1e8 : 1e6,
  })
  const one = open(viewOf(few, { clicks }))
  const firstTopic = async (region: string) => (await listOf(one, { region }))[0]!.split('-')[0]
  assert.equal(await firstTopic('CA'), 'sports')
  assert.equal(await firstTopic('US'), 'food')
})

test('before any click popularity elsewhere decides, and before that the editors’ order', async () => {
  const half = (list: readonly string[], holds: (id: string) => boolean) =>
    list.slice(0, few.length / 2).filter(holds).length / (few.length / 2)
  const loved = (id: string): boolean => /-0$/.test(id)
  const popular = await listOf(open(viewOf(few, { popularity: (id) => (loved(id) ? 100 : 1) })))
  assert.ok(half(popular, loved) >= 0.6, `${half(popular, loved)}`)
  const ranked = few.map((item, n) => ({ ...item, editorialRank: loved(item.id) ? n : n + 1000 }))
  const editorial = await listOf(open(viewOf(ranked)))
  assert.ok(half(editorial, loved) >= 0.6, `${half(editorial, loved)}`)
})

test('at most 15 % of the places, rounded up, go to stories on trial', async () => {
  const items = few.map((item) => (/-0$/.test(item.id) ? { ...item, addedAt: noon - day } : item))
  const known = {
    clicks: (id: string) => (/-0$/.test(id) ? { shows: 0, clicks: 0 } : { shows: 1e6, clicks: 10 }),
  }
  const list = await listOf(open(viewOf(items, known)))
  let tried = 0
  const others = list.filter((id) => !/-0$/.test(id)).length
  for (const [place, id] of list.slice(0, others).entries()) {
    if (/-0$/.test(id)) tried++
    assert.ok(tried <= Math.ceil(0.15 * (place + 1)), `${tried} of ${place + 1}`)
  }
  assert.ok(tried >= 4)
})

test('reports take a story out when there are 20 and more than one in a thousand impressions', async () => {
  const one = open(viewOf(few))
  happened(one, 'impression', { item: 'food-0', times: 10_000 })
  happened(one, 'report', { item: 'food-0', times: 20 })
  happened(one, 'impression', { item: 'food-1', times: 30_000 })
  happened(one, 'report', { item: 'food-1', times: 20 })
  happened(one, 'report', { item: 'food-2', times: 19 })
  const list = await listOf(one)
  assert.ok(!list.includes('food-0'), '20 of 10,000')
  assert.ok(list.includes('food-1'), '20 of 30,000')
  assert.ok(list.includes('food-2'), '19')
})

test('one reader who reports again and again counts once', async () => {
  const one = open(viewOf(few))
  happened(one, 'report', { item: 'food-0', times: 500, reader: 'somebody' })
  assert.ok((await listOf(one)).includes('food-0'))
})

test('reports of more than a day ago no longer count', async () => {
  const one = open(viewOf(few))
  happened(one, 'report', { item: 'food-0', times: 50 })
  assert.ok(!(await listOf(one)).includes('food-0'))
  one.advance(26 * 3_600_000)
  assert.ok((await listOf(one)).includes('food-0'))
})

test('reports take out at most half of all stories', async () => {
  const one = open(viewOf(few))
  for (const { id } of few) happened(one, 'report', { item: id, times: 50 })
  assert.equal((await listOf(one)).length, few.length / 2)
})

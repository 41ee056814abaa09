import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { answer } from './answer.ts'
import { servesMs } from './rankings.ts'
import { noon, publication, type TestMerino, testMerino, viewOf } from './testing.ts'
import type { View } from './view.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

const body = { locale: 'en-US', region: 'US', feeds: ['sections'] }
const whole = publication()
const idsOf = (parsed: Awaited<ReturnType<TestMerino['ask']>>): string[] =>
  Object.values(parsed.feeds!).flatMap(({ recommendations }) => recommendations.map((one) => one.corpusItemId))

test('the same question within a minute has the same answer to the byte, and another after it', async () => {
  const one = open(viewOf(whole))
  const first = await (await one.post(body)).text()
  one.advance(servesMs - 1)
  assert.equal(await (await one.post({ ...body, unknown: 'key' })).text(), first)
  one.advance(1)
  assert.notEqual(await (await one.post(body)).text(), first)
})

test('who takes gzip gets the same answer packed, a quarter of the size', async () => {
  const one = open(viewOf(whole))
  const plain = await (await one.post(body)).text()
  const get = (accepts: string) =>
    one.app.request('/api/v1/curated-recommendations', {
      method: 'POST',
      headers: { 'accept-encoding': accepts },
      body: JSON.stringify(body),
    })
  const response = await get('gzip, deflate, br, zstd')
  assert.equal(response.headers.get('content-encoding'), 'gzip')
  const packed = Buffer.from(await response.arrayBuffer())
  assert.equal(gunzipSync(packed).toString(), plain)
  assert.ok(packed.length < plain.length / 4)
  for (const accepts of ['', 'identity', 'gzip;q=0', 'br, gzip; q=0.0'])
    assert.equal((await get(accepts)).headers.get('content-encoding'), null, accepts)
})

test('two servers give the same stories in the same order at the same time', async () => {
  const [one, other] = [open(viewOf(whole)), open(viewOf(whole))]
  assert.deepEqual(idsOf(await one.ask(body)), idsOf(await other.ask(body)))
})

test('what is taken down is gone from the very next answer', async () => {
  const view = viewOf(whole)
  const one = open(view)
  const [first] = idsOf(await one.ask(body))
  const { catalogue } = view.served
  catalogue.available[catalogue.items.row(first!)] = 0
  assert.ok(!idsOf(await one.ask(body)).includes(first!))
})

test('a new catalogue without a story takes it out of the very next answer', async () => {
  const one = open(viewOf(whole))
  const [first] = idsOf(await one.ask(body))
  one.serve(viewOf(whole.filter(({ id }) => id !== first)))
  assert.ok(!idsOf(await one.ask(body)).includes(first!))
})

test('a story that was added is served a second later to who asks anew', async () => {
  const one = open(viewOf([{ id: 'old' }]))
  await one.ask({ count: 10 })
  one.serve(viewOf([{ id: 'old' }, { id: 'new', addedAt: noon }]))
  one.advance(1000)
  assert.equal((await one.ask({ count: 11 })).data.length, 2)
})

test('recommendedAt names one answer: what was shown then, where, and under which slate', async () => {
  const one = open(viewOf(whole))
  const answers = [await one.ask(body), await one.ask({}), await one.ask({ count: 3 })]
  assert.equal(new Set(answers.map(({ recommendedAt }) => recommendedAt)).size, 3)
  const slates = new Set<string>()
  for (const { recommendedAt, feeds, data } of answers) {
    const [served] = await one.merino.served([{ recommendedAt, item: null }])
    assert.ok(served)
    slates.add(served.slate)
    assert.equal(served.surface, 'NEW_TAB_EN_US')
    const shown =
      feeds === null
        ? { '': data }
        : Object.fromEntries(Object.entries(feeds).map(([id, { recommendations }]) => [id, recommendations]))
    assert.deepEqual(
      Object.fromEntries(served.shown.map(({ section, items }) => [section ?? '', items])),
      Object.fromEntries(Object.entries(shown).map(([id, list]) => [id, list.map((each) => each.corpusItemId)])),
    )
  }
  assert.equal(slates.size, 3)
  assert.deepEqual(await one.merino.served([{ recommendedAt: 1, item: null }]), [undefined])
})

test('a start without a database serves what was kept on disk, and says so', async () => {
  const before = open(viewOf(whole))
  const kept = idsOf(await before.ask(body))
  const again = before.restarted(null)
  await before.merino.close()
  const response = await again.post(body)
  assert.equal(response.headers.get('x-lectern-rung'), 'stored')
  const ids = idsOf(answer.parse(await response.json()))
  assert.deepEqual(ids, kept)
  const followed = await again.ask({ ...body, sections: [{ sectionId: 'food', isFollowed: true, isBlocked: false }] })
  assert.equal(followed.feeds!.food!.receivedFeedRank, 1)
  again.serve(viewOf(whole))
  assert.equal((await again.post(body)).headers.get('x-lectern-rung'), 'editorial')
})

test('what was taken down does not come back from disk', async () => {
  const view = viewOf(whole)
  const before = open(view)
  const [first] = idsOf(await before.ask(body))
  view.served.catalogue.available[view.served.catalogue.items.row(first!)] = 0
  await before.ask(body)
  await before.merino.close()
  assert.ok(!idsOf(await before.restarted(null).ask(body)).includes(first!))
})

test('a start with neither database nor file still gives an answer', async () => {
  const nothing = open(null)
  const page = await nothing.ask(body)
  assert.deepEqual(Object.keys(page.feeds!), ['top_stories_section'])
  assert.deepEqual((await nothing.ask({})).data, [])
})

test('a clock that is put back, even before the first story, costs neither the page nor its freshness', async () => {
  const one = open(viewOf(whole))
  const first = await one.ask(body)
  one.advance(-noon)
  const then = await one.ask(body)
  assert.ok(idsOf(then).length > 100)
  assert.ok(then.recommendedAt > first.recommendedAt)
  one.serve(viewOf(whole.slice(0, 200)))
  one.advance(servesMs)
  assert.ok(idsOf(await one.ask(body)).every((id) => whole.slice(0, 200).some((item) => item.id === id)))
})

test('when clicks cannot be read the list is made without them', async () => {
  const view = viewOf(whole)
  const engagement = {
    posteriors(): never {
      throw new Error('counts are away')
    },
  }
  const one = open({ ...view, pipeline: { ...view.pipeline, engagement } })
  assert.ok(idsOf(await one.ask(body)).length > 100)
})

test('when nothing can be ranked the last list on disk serves', async () => {
  const one = open(viewOf(whole))
  await one.ask(body)
  await one.merino.close()
  const broken = { served: null, pipeline: null } as unknown as View
  const response = await one.restarted(broken).post(body)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('x-lectern-rung'), 'stored')
})

test('the rung says how the list was made', async () => {
  const rung = async (one: TestMerino, more: object = {}) =>
    (await one.post({ ...body, ...more })).headers.get('x-lectern-rung')
  const popular = open(viewOf(whole, { popularity: () => 1 }))
  assert.equal(await rung(popular), 'popular')
  assert.equal(await rung(popular), 'popular')
  assert.equal(await rung(popular, { inferredInterests: { sports: 1 } }), 'personal')
  assert.deepEqual(popular.rungs, ['popular', 'personal'], 'told once for each answer that was made')
  assert.equal(await rung(open(viewOf(whole))), 'editorial')
})

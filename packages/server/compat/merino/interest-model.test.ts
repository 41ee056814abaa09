import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { derive } from '@lectern/engine/random/random.ts'
import { contextRates } from './context-rates.ts'
import { dimensionOf, featuresOf } from './interest-features.ts'
import { decodeInterests, type Example, encodeInterests, trainInterests } from './interest-model.ts'
import { publication, type TestMerino, type TestOptions, testMerino, viewOf } from './testing.ts'
import type { TopicId } from './topics.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))

const items = publication(2).map((item) => ({ ...item, publisher: `of-${item.id}` }))
const tastes: readonly TopicId[] = ['tech', 'food']
/** Readers of two tastes: of their own topic they click a third, of other stories one in twenty. */
const rateOf = (topic: string | null | undefined, taste: TopicId): number => (topic === taste ? 0.33 : 0.05)

/** Stories shown at random to `readers` readers in turn. */
function shownAtRandom({ shows = 12_000, readers = 40 } = {}): Example[] {
  const rng = derive(1, 'shows')
  return Array.from({ length: shows }, (_, n) => {
    const taste = tastes[n % 2]!
    const { id, topic } = items[rng.integer(items.length)]!
    const clicked = rng.uniform() < rateOf(topic, taste)
    const told = { interests: new Map([[taste, 1]]), utcOffset: 19, shows: 1, clicked }
    return { reader: `reader-${n % readers}`, item: id, topic: topic as TopicId, ...told }
  })
}
const model = (await trainInterests(shownAtRandom()))!

function open(options: TestOptions = {}): TestMerino {
  const clicks = (id: string) => ({ shows: 1e6, clicks: id.startsWith('arts') ? 4e5 : 1e4 })
  const settings = { ranker: 'interests' as const }
  const one = testMerino(viewOf(items, { clicks }), { settings, interests: model, ...options })
  opened.push(one)
  return one
}
const firstTopics = async (one: TestMerino, body: Record<string, unknown>): Promise<(string | null)[]> =>
  (await one.ask({ count: 2, ...body })).data.map(({ topic }) => topic)

test('features: one for itself, topic, own interest, time zone, story, and story times each interest', () => {
  const { columns, values } = featuresOf(2, {
    topic: 'tech',
    utcOffset: 19,
    interests: new Map([['tech', 0.8] as const, ['food', 0.6] as const]),
  })
  assert.equal(columns.length, 1 + 1 + 1 + 1 + 1 + 2)
  assert.equal(new Set(columns).size, columns.length)
  assert.ok(columns.every((column) => column >= 0 && column < dimensionOf(3)))
  assert.deepEqual([...values].sort(), [0.6, 0.8, 0.8, 1, 1, 1, 1])
  assert.ok(dimensionOf(48) <= 2600)
})

test('readers of different interests have their own stories first', async () => {
  const one = open()
  assert.deepEqual(await firstTopics(one, { inferredInterests: { tech: 1 } }), ['tech', 'tech'])
  assert.deepEqual(await firstTopics(one, { inferredInterests: { food: 1 } }), ['food', 'food'])
})

test('from shows at random the ranker finds more clicks than the same list for everybody', () => {
  const expected = (list: readonly string[], taste: TopicId): number =>
    list.reduce((sum, id) => sum + rateOf(items.find((item) => item.id === id)!.topic, taste), 0)
  const meanScore = (id: string, taste: TopicId): number => {
    const shown = { topic: items.find((item) => item.id === id)!.topic as TopicId, utcOffset: 19 }
    const { columns, values } = featuresOf(model.items.indexOf(id), { ...shown, interests: new Map([[taste, 1]]) })
    return columns.reduce((sum, column, k) => sum + model.posterior.mean[column]! * values[k]!, 0)
  }
  for (const taste of tastes) {
    const best = [...model.items].sort((a, b) => meanScore(b, taste) - meanScore(a, taste)).slice(0, 2)
    assert.ok(expected(best, taste) > 0.6, `${best}`)
  }
  // Nobody's list can serve both: two of one topic give the other taste 0.1.
})

test('the fallback ladder: interests, then click rates by context, then Thompson sampling', async () => {
  const counts = new Map([
    ['global', new Map(items.map(({ id }) => [id, { shows: 1e6, clicks: id.startsWith('travel') ? 4e5 : 1e4 }]))],
  ])
  const rates = { contexts: contextRates(counts), branches: new Map() }
  const tech = { inferredInterests: { tech: 1 } }
  assert.equal((await firstTopics(open({ rates }), tech))[0], 'tech')
  assert.equal((await firstTopics(open({ rates, interests: null }), tech))[0], 'travel')
  assert.equal((await firstTopics(open({ interests: null }), tech))[0], 'arts')
  assert.equal((await firstTopics(open({ rates }), {}))[0], 'travel', 'of no known interests')
})

test('a ranker that fails leaves the order to the one below', async () => {
  const broken = { ...model, items: null as never }
  assert.equal((await firstTopics(open({ interests: broken }), { inferredInterests: { tech: 0.1 } }))[0], 'arts')
})

test('the off switch: with another ranker the model is not asked', async () => {
  const one = open({ settings: { ranker: 'contextual' } })
  assert.equal((await firstTopics(one, { inferredInterests: { tech: 0.1 } }))[0], 'arts')
})

test('a story the model does not tell apart keeps its place beside those it does, lifted by the interest in its topic', async () => {
  const ofTwo = shownAtRandom().filter(({ topic }) => topic === 'food' || topic === 'tech')
  const few = await trainInterests(ofTwo)
  const one = open({ interests: few })
  const { data } = await one.ask({ count: 100, inferredInterests: { tech: 1 } })
  const placeOf = (topic: string): number => data.findIndex((each) => each.topic === topic)
  // Forty times as much is clicked of arts as of tech or food by everybody; of tech this reader clicks six times as much as of food.
  assert.equal(placeOf('arts'), 0)
  assert.ok(placeOf('tech') < placeOf('food'))
  assert.ok(placeOf('tech') < placeOf('travel'))
})

test('nothing is learnt of fewer than 20 readers, of hardly any shows, or without a click', async () => {
  assert.equal(await trainInterests(shownAtRandom({ readers: 18 })), null)
  assert.equal(await trainInterests(shownAtRandom({ shows: 400 })), null)
  assert.equal(await trainInterests(shownAtRandom().map((one) => ({ ...one, clicked: false }))), null)
  assert.equal(await trainInterests([]), null)
})

test('a show that is looked at half as likely counts half, a click whole', async () => {
  const whole = shownAtRandom()
  const halved = (await trainInterests(
    whole.flatMap((one) => [
      { ...one, shows: 0.5 },
      { ...one, shows: 0.5, clicked: false },
    ]),
  ))!
  assert.deepEqual(halved.items, model.items)
  assert.ok(halved.posterior.mean.every((value, k) => Math.abs(value - model.posterior.mean[k]!) < 1e-9))
})

test('the model survives being kept; one of the wrong shape is refused', () => {
  const kept = encodeInterests(model)
  const back = decodeInterests(JSON.parse(JSON.stringify(kept)))
  assert.deepEqual(back.items, model.items)
  assert.ok(back.posterior.mean.every((value, k) => Math.abs(value - model.posterior.mean[k]!) < 1e-6))
  assert.throws(() => decodeInterests({ ...kept, items: kept.items.slice(1) }), /stories need/)
  assert.throws(() => decodeInterests({ ...kept, factor: 7 }))
  const none = Buffer.from(new Float32Array(dimensionOf(model.items.length)).fill(Number.NaN).buffer).toString('base64')
  assert.throws(() => decodeInterests({ ...kept, mean: none }), /no numbers/)
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { epsilonPerInterest, localModelOf, readInterests } from './interests.ts'
import { publication, type TestMerino, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

const whole = open(viewOf(publication()))
const { model_id, model_data } = localModelOf('NEW_TAB_EN_US')
const topics = Object.keys(model_data.interest_vector)
/** Bit strings as Firefox sends them: the same for every topic but those named. */
const vector = (others: string, named: Readonly<Record<string, string>>) => ({
  model_id,
  values: topics.map((topic) => named[topic] ?? others),
})
const read = (inferred: { model_id?: string; values?: string[] } & Record<string, unknown>) => {
  const { model_id: modelId = null, values = null, ...named } = inferred
  return readInterests({ modelId, values, named: named as Record<string, number | string> })
}
const near = (a: number | undefined, b: number): void => assert.ok(Math.abs(a! - b) < 1e-9, `${a} is not ${b}`)

test('the model is offered when interests were sent, also an empty object, and not for null', async () => {
  for (const inferredInterests of [{}, { sports: 0.4 }, vector('1000', {})]) {
    const { inferredLocalModel, surfaceId } = await whole.ask({ inferredInterests })
    assert.equal(inferredLocalModel!.model_id, model_id)
    assert.equal(inferredLocalModel!.surface_id, surfaceId)
  }
  for (const inferredInterests of [null, undefined, '', 0, []])
    assert.equal((await whole.ask({ inferredInterests })).inferredLocalModel, null)
})

test('the model learns from features that stories carry', async () => {
  const carried = new Set((await whole.ask({ count: 1000 })).data.flatMap(({ features }) => Object.keys(features)))
  for (const { features } of Object.values(model_data.interest_vector))
    assert.ok(Object.keys(features).every((name) => carried.has(name)))
  assert.deepEqual(model_data.private_features, topics)
})

test('the model asks for more noise than Mozilla’s: at most 4 per interest instead of 5.96', () => {
  assert.ok(epsilonPerInterest < 4 && epsilonPerInterest > 3.9)
})

test('one bit is its threshold, two bits the mean of theirs', () => {
  const [low, middle, high] = model_data.interest_vector.arts!.thresholds as [number, number, number]
  const values = read(vector('1000', { arts: '0001', food: '0110', sports: '0100' }))!
  const length = Math.hypot(high, (low + middle) / 2, low)
  near(values.get('arts'), high / length)
  near(values.get('food'), (low + middle) / 2 / length)
  near(values.get('sports'), low / length)
  near(values.get('tech'), 0)
})

test('what the noise destroyed becomes the mean of what is known, if that is at least two', () => {
  const values = read(vector('0000', { arts: '0001', food: '0001' }))!
  near(values.get('arts'), Math.SQRT1_2)
  near(values.get('sports'), Math.SQRT1_2)
  const one = read(vector('1111', { arts: '0001' }))!
  assert.equal(one.get('arts'), 1)
  assert.equal(one.get('sports'), undefined)
})

test('bits of another model, of another length or of no bits tell nothing', () => {
  assert.equal(read({ ...vector('0001', {}), model_id: 'inferred-v3-model' }), null)
  assert.equal(read(vector('01', {})), null)
  assert.equal(read(vector('often', {})), null)
  assert.equal(read({}), null)
})

test('interests by name are read as numbers', () => {
  const values = read({ sports: 3, t_food: 4, politics: -1, unknown: 9 })!
  near(values.get('sports'), 0.6)
  near(values.get('food'), 0.8)
})

test('an interest moves its stories up, and a strong one its section right below the top stories', async () => {
  const places = async (inferredInterests: unknown) => {
    const { data } = await whole.ask({ inferredInterests, count: 60 })
    return data.filter(({ topic }) => topic === 'sports').length
  }
  assert.ok((await places(vector('1000', { sports: '0001' }))) > 2 * (await places(null)))
  const { feeds } = await whole.ask({ feeds: ['sections'], inferredInterests: vector('1000', { sports: '0001' }) })
  assert.equal(feeds!.sports!.receivedFeedRank, 1)
})

test('a weak interest does not put its section first', async () => {
  const known = { clicks: (id: string) => ({ shows: 1e6, clicks: id.startsWith('travel') ? 9e4 : 1e4 }) }
  const one = open(viewOf(publication(), known))
  const inferredInterests = vector('0010', { sports: '0001' })
  const { feeds } = await one.ask({ feeds: ['sections'], inferredInterests })
  assert.equal(feeds!.travel!.receivedFeedRank, 1)
})

test('followed sections stay before those of strong interest', async () => {
  const { feeds } = await whole.ask({
    feeds: ['sections'],
    inferredInterests: { sports: 1 },
    sections: [{ sectionId: 'food', isFollowed: true, isBlocked: false }],
  })
  assert.deepEqual([feeds!.food!.receivedFeedRank, feeds!.sports!.receivedFeedRank], [1, 2])
})

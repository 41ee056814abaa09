import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { answer } from './answer.ts'
import { parseAsk } from './request.ts'
import { publication, refusalOf, testMerino, viewOf } from './testing.ts'

const firefox = testMerino(viewOf(publication()))
after(() => firefox.close())

const askOf = (body: unknown) => {
  const parsed = parseAsk(body)
  if (parsed.kind === 'refused') throw new Error(parsed.message)
  return parsed.ask
}

test('the body that Firefox 153 posts is answered', async () => {
  const { feeds, data } = await firefox.ask({
    inferredInterests: null,
    locale: 'en-US',
    region: 'US',
    topics: [],
    sections: [],
    enableInterestPicker: false,
    feeds: ['sections'],
  })
  assert.ok(Object.keys(feeds!).length > 0)
  assert.deepEqual(data, [])
})

test('the body that Firefox 140 posts is answered: utc_offset 24, coarse_os, an empty surface_id', async () => {
  const { data, feeds } = await firefox.ask({
    utc_offset: 24,
    coarse_os: 'linux',
    surface_id: '',
    inferredInterests: null,
    topics: [],
    sections: [],
    enableInterestPicker: false,
  })
  assert.ok(data.length > 0)
  assert.equal(feeds, null)
})

test('locale is required', async () => {
  const response = await firefox.post({ region: 'US' })
  assert.equal(response.status, 400)
  const { detail } = await refusalOf(response)
  assert.deepEqual(detail[0]!.loc, ['body', 'locale'])
})

test('any locale is served, also an empty one, null and one that does not exist', async () => {
  for (const locale of ['nl', 'pt-BR', 'zh-Hans-CN', 'tlh', 'xx-XX', '', null, '-', 'en_US', 'EN-us']) {
    assert.ok((await firefox.ask({ locale })).data.length > 0, `${locale}`)
  }
})

test('a body that is no JSON object is refused with detail and 400', async () => {
  for (const body of ['', '{', '[]', '"en-US"', 'null', '{"locale": 5}']) {
    const response = await firefox.post(body)
    assert.equal(response.status, 400, body)
    assert.ok((await refusalOf(response)).detail[0]!.msg.length > 0)
  }
})

test('keys in snake_case are read like those in camelCase, which win', () => {
  const sections = [{ section_id: 'food', is_followed: true, followed_at: '2026-01-10T00:00:00Z' }]
  const ask = askOf({ locale: 'en', enable_interest_picker: true, inferred_interests: { model_id: 'm' }, sections })
  assert.equal(ask.wantsPicker, true)
  assert.equal(ask.interests?.modelId, 'm')
  assert.deepEqual(ask.sections, [
    { id: 'food', isFollowed: true, isBlocked: false, followedAt: Date.UTC(2026, 0, 10) },
  ])
  assert.equal(askOf({ locale: 'en', enable_interest_picker: true, enableInterestPicker: false }).wantsPicker, false)
})

test('an unknown topic is dropped and a list that is none is empty', () => {
  assert.deepEqual(askOf({ locale: 'en', topics: ['food', 'nothing', 7, null, 'food'] }).topics, ['food'])
  for (const topics of ['food', 7, null, {}]) assert.deepEqual(askOf({ locale: 'en', topics }).topics, [])
  for (const sections of ['food', 7, null, {}, [7, null, {}, { sectionId: 4 }]])
    assert.deepEqual(askOf({ locale: 'en', sections }).sections, [])
})

test('only "sections" among feeds has a meaning', () => {
  assert.equal(askOf({ locale: 'en', feeds: ['need_to_know', 'sections'] }).wantsSections, true)
  for (const feeds of [undefined, null, [], ['need_to_know'], 'sections'])
    assert.equal(askOf({ locale: 'en', feeds }).wantsSections, false)
})

test('count is 100 unless asked otherwise, and cuts data', async () => {
  assert.equal((await firefox.ask({})).data.length, 100)
  assert.equal((await firefox.ask({ count: 7 })).data.length, 7)
  for (const count of [0, -1, 2.5, 'many', null, {}]) assert.equal(askOf({ locale: 'en', count }).count, 100)
})

test('followedAt must carry a time zone', async () => {
  const followed = (followedAt: unknown) => ({
    locale: 'en-US',
    sections: [{ sectionId: 'tech', isFollowed: true, isBlocked: false, followedAt }],
  })
  for (const followedAt of ['2026-01-10T00:00:00.000Z', '2026-01-10T02:00:00+02:00', null, '', undefined])
    assert.equal((await firefox.post(followed(followedAt))).status, 200, `${followedAt}`)
  for (const followedAt of ['2026-01-10T00:00:00', '2026-01-10', 'yesterday', 5]) {
    const response = await firefox.post(followed(followedAt))
    assert.equal(response.status, 400, `${followedAt}`)
    assert.deepEqual((await refusalOf(response)).detail[0]!.loc, ['body', 'sections', '0', 'followedAt'])
  }
})

test('operating systems, time zones and experiments of any kind are no error', async () => {
  for (const coarseOs of ['mac', 'win', 'linux', 'android', 'ios', 'other', 'plan9', '', null])
    for (const utcOffset of [0, 23, 24, -5, 'noon', null])
      for (const experimentName of ['', 'optin-something', null])
        assert.equal(
          (await firefox.post({ locale: 'en', coarseOs, utcOffset, experimentName, experimentBranch: '' })).status,
          200,
        )
})

test('whatever JSON is sent with a locale, what comes back keeps the contract', async () => {
  const known = {
    locale: fc.oneof(fc.constantFrom('en-US', 'de', 'fr-BE', 'pl'), fc.string()),
    region: fc.option(fc.constantFrom('US', 'DE', 'CH', '', 'usa')),
    count: fc.oneof(fc.integer(), fc.constant(null), fc.string()),
    topics: fc.oneof(fc.array(fc.constantFrom('food', 'arts', 'x', 3)), fc.jsonValue()),
    feeds: fc.constantFrom(null, [], ['sections']),
    sections: fc.array(
      fc.record({
        sectionId: fc.constantFrom('food', 'tech', 'top_stories_section', ''),
        isFollowed: fc.boolean(),
        isBlocked: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    enableInterestPicker: fc.oneof(fc.boolean(), fc.jsonValue()),
    inferredInterests: fc.oneof(
      fc.record({
        model_id: fc.constant('lectern-topics-v1'),
        values: fc.array(fc.constantFrom('0100', '0110', '', 'x')),
      }),
      fc.jsonValue(),
    ),
    other: fc.jsonValue(),
  }
  await fc.assert(
    fc.asyncProperty(fc.record(known, { requiredKeys: ['locale'] }), async (body) => {
      const response = await firefox.post(body)
      assert.equal(response.status, 200)
      const { feeds, data } = answer.parse(await response.json())
      assert.equal(feeds === null, data.length > 0)
    }),
    { seed: 4, numRuns: 150 },
  )
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { legacyAnswer } from './answer.ts'
import { publication, refusalOf, testMerino, viewOf } from './testing.ts'

const whole = testMerino(viewOf(publication()))
after(() => whole.close())

async function get(path: string, query: Record<string, string>): Promise<Response> {
  return await whole.app.request(`${path}?${new URLSearchParams(query)}`)
}
const topics = new Map(publication().map(({ id, topic }) => [id, topic]))

for (const path of ['/api/v1/curated-recommendations/legacy-115-129', '/desktop/v1/recommendations']) {
  const list = async (query: Record<string, string>) =>
    legacyAnswer.parse(await (await get(path, { locale: 'en-US', region: 'US', ...query })).json()).data

  test(`${path} answers 30 stories, or as many as asked for`, async () => {
    assert.equal((await list({})).length, 30)
    assert.equal((await list({ count: '4', enableRankingByRegion: '1' })).length, 4)
  })

  test(`${path} refuses a count outside 1 to 30 and a missing locale`, async () => {
    for (const count of ['0', '31', 'many']) {
      const response = await get(path, { locale: 'en-US', count })
      assert.equal(response.status, 400)
      assert.deepEqual((await refusalOf(response)).detail[0]!.loc, ['query', 'count'])
    }
    assert.deepEqual((await refusalOf(await get(path, {}))).detail[0]!.loc, ['query', 'locale'])
  })

  test(`${path} has neither gaming nor topics those clients do not know, and publishers apart`, async () => {
    const stories = await list({})
    assert.ok(!stories.some(({ recommendationId }) => ['hobbies', 'home'].includes(topics.get(recommendationId)!)))
    stories.forEach(({ publisher }, place) => {
      for (const other of stories.slice(place + 1, place + 3)) assert.notEqual(other.publisher, publisher)
    })
  })
}

for (const path of ['/api/v1/curated-recommendations/legacy-114', '/v3/firefox/global-recs']) {
  test(`${path} answers as the client of that time reads it`, async () => {
    const response = await get(path, { locale_lang: 'en-US', region: 'US', version: '3' })
    const { status, spocs, settings, recommendations } = (await response.json()) as Record<string, unknown>
    assert.equal(status, 1)
    assert.deepEqual(spocs, [])
    assert.deepEqual(Object.keys(settings as object), [
      'recsExpireTime',
      'spocsPerNewTabs',
      'version',
      'domainAffinityParameterSets',
      'timeSegments',
    ])
    assert.equal((settings as { recsExpireTime: number }).recsExpireTime, 5400)
    const list = recommendations as readonly Record<string, unknown>[]
    assert.equal(list.length, 20)
    for (const one of list) {
      assert.deepEqual(Object.keys(one), ['id', 'title', 'url', 'excerpt', 'domain', 'image_src', 'raw_image_src'])
      assert.ok(Number.isSafeInteger(one.id))
      assert.match(String(one.url), /utm_source=firefox-newtab-en-us/)
    }
  })

  test(`${path} takes a count of 1 to 50`, async () => {
    const { recommendations } = (await (await get(path, { locale_lang: 'en', count: '50' })).json()) as {
      recommendations: unknown[]
    }
    assert.equal(recommendations.length, 50)
    assert.equal((await get(path, { locale_lang: 'en', count: '51' })).status, 400)
    assert.equal((await get(path, {})).status, 400)
  })
}

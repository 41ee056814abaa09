import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { noon, publication, type TestMerino, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

const whole = open(viewOf(publication()))
const page = (one: TestMerino, body: object = {}) =>
  one.ask({ feeds: ['sections'], enableInterestPicker: true, ...body })
const followed = (sectionId: string) => ({
  sectionId,
  isFollowed: true,
  isBlocked: false,
  followedAt: new Date(noon).toISOString(),
})

test('without being asked for there is no picker and every section is visible', async () => {
  const { interestPicker, feeds } = await page(whole, { enableInterestPicker: false })
  assert.equal(interestPicker, null)
  assert.ok(Object.values(feeds!).every(({ isInitiallyVisible }) => isInitiallyVisible))
})

test('with the picker the first 5 sections and those followed stay visible, the others wait behind it', async () => {
  const { feeds, interestPicker } = await page(whole, {
    sections: ['food', 'tech', 'arts', 'home', 'sports', 'travel'].map(followed),
  })
  const ordered = Object.entries(feeds!).sort(([, a], [, b]) => a.receivedFeedRank - b.receivedFeedRank)
  for (const [place, [id, { isInitiallyVisible, isFollowed }]] of ordered.entries())
    assert.equal(isInitiallyVisible, place < 5 || isFollowed, id)
  assert.deepEqual(
    new Set(interestPicker!.sections.map(({ sectionId }) => sectionId)),
    new Set(ordered.filter(([, { isInitiallyVisible }]) => !isInitiallyVisible).map(([id]) => id)),
  )
})

test('the picker is at rank 2 for who follows something, else at 1 or 2; other ranks move down without a gap', async () => {
  const seen = new Set<number>()
  for (let minute = 0; minute < 12; minute++) {
    whole.advance(60_000)
    for (const sections of [[], [followed('food')]]) {
      const { feeds, interestPicker } = await page(whole, { sections })
      const { receivedFeedRank } = interestPicker!
      if (sections.length > 0) assert.equal(receivedFeedRank, 2)
      else seen.add(receivedFeedRank)
      const ranks = [receivedFeedRank, ...Object.values(feeds!).map((section) => section.receivedFeedRank)]
      assert.deepEqual(
        ranks.sort((a, b) => a - b),
        ranks.map((_, rank) => rank),
      )
    }
  }
  assert.deepEqual(seen, new Set([1, 2]))
})

test('no picker when fewer than 8 followable sections would wait behind it', async () => {
  const topics = (most: number) => {
    const names = [...new Set(publication().map(({ topic }) => topic))].slice(0, most)
    return open(viewOf(publication().filter(({ topic }) => names.includes(topic))))
  }
  assert.equal((await page(topics(11))).interestPicker, null)
  assert.ok(Object.values((await page(topics(11))).feeds!).every(({ isInitiallyVisible }) => isInitiallyVisible))
  assert.equal((await page(topics(12))).interestPicker!.sections.length, 8)
})

test('a blocked section is not offered', async () => {
  const { interestPicker } = await page(whole, {
    sections: [{ sectionId: 'food', isFollowed: false, isBlocked: true }],
  })
  assert.ok(!interestPicker!.sections.some(({ sectionId }) => sectionId === 'food'))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '../../kernel/log/log.ts'
import { crawledShares, withConfidence } from './own-beliefs.ts'
import { type Ranking, rankStories } from './ranking.ts'
import { openReportCounts } from './report-counts.ts'
import { gatherStories } from './stories.ts'
import { day, type Known, noon, publication, type TestItem, viewOf } from './testing.ts'
import { timeSensitive } from './time-sensitive.ts'

const place = { surface: 'NEW_TAB_EN_US', region: 'US', now: noon } as const
function rankingOf(items: readonly TestItem[], known: Known = {}): Ranking {
  const view = viewOf(items, known)
  const stories = gatherStories(view, place)
  return rankStories(stories, { ...place, view, reports: openReportCounts(), seed: 's', log: silentLog })
}
const sharesOf = (items: readonly TestItem[], known: Known = {}): Record<string, number> => {
  const stories = gatherStories(viewOf(items, known), place)
  const shares = crawledShares(stories, timeSensitive(stories, noon))
  return Object.fromEntries(stories.stories.map(({ id }, k) => [id, shares[k]!]))
}
const fed = (item: TestItem): TestItem => ({ ...item, origin: 'feed:https://example.org/rss' })
const [tech, gaming] = [
  { id: 'tech', topic: 'tech' },
  { id: 'gaming', topic: 'gaming' },
]

test('a crawled story keeps 0.4 of the prior’s clicks, of a subtopic or of gaming 0.35', () => {
  const football = { id: 'football', topic: 'sports/football' }
  assert.deepEqual(sharesOf([tech, gaming, football].map(fed)), { tech: 0.4, gaming: 0.35, football: 0.35 })
  assert.deepEqual(sharesOf([tech, gaming, football]), { tech: 1, gaming: 1, football: 1 })
})

test('what an editor placed or put into a section is not crawled, wherever it came from', () => {
  assert.deepEqual(sharesOf([{ ...fed(tech), editorialRank: 7 }, fed(gaming)], { sections: { Play: ['gaming'] } }), {
    tech: 1,
    gaming: 1,
  })
})

test('a crawled story that is time-sensitive is exempt', () => {
  const news = { id: 'news', topic: 'politics', publishedAt: noon - 1000 }
  assert.deepEqual(sharesOf([news, { ...news, id: 'old', publishedAt: noon - day }].map(fed)), { news: 1, old: 0.4 })
})

test('a new crawled story stands on 0.4 of the prior’s clicks', () => {
  const items = publication(2).map((item) => ({ ...item, addedAt: noon }))
  const clicks = (): { shows: number; clicks: number } => ({ shows: 0, clicks: 0 })
  const { stories, posteriors } = rankingOf(
    items.map((item) => (item.id === 'tech-0' ? fed(item) : item)),
    { clicks },
  )
  const alphaOf = (id: string): number => posteriors.alpha[stories.stories.findIndex((one) => one.id === id)]!
  assert.ok(Math.abs(alphaOf('tech-1') - alphaOf('tech-0') - 0.6) < 1e-9, '0.6 of the prior’s one click')
})

test('what is both old and crawled loses its optimism once', () => {
  const clicks = (): { shows: number; clicks: number } => ({ shows: 0, clicks: 0 })
  const { posteriors } = rankingOf([fed(tech), { ...tech, id: 'ours' }], { clicks })
  assert.equal(posteriors.alpha[0], posteriors.alpha[1])
})

test('clicks and shows of what is barred from the top stories count five times, what is merely believed does not', () => {
  const { stories } = rankingOf([tech, gaming])
  const prior = { alpha: 1, beta: 99 }
  const posteriors = { alpha: Float64Array.of(3, 3), beta: Float64Array.of(199, 199), prior }
  const { alpha, beta } = withConfidence(posteriors, stories)
  const at = (id: string): number => stories.stories.findIndex((one) => one.id === id)
  assert.deepEqual([alpha[at('tech')], beta[at('tech')]], [3, 199])
  assert.deepEqual([alpha[at('gaming')], beta[at('gaming')]], [1 + 5 * 2, 99 + 5 * 100])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alignModel } from '@lectern/engine/pipeline/personal.ts'
import type { PersonalModel } from '@lectern/engine/pipeline/slate.ts'
import { silentLog } from '../../kernel/log/log.ts'
import { noPast, type ReaderPast } from '../../recommend/reader-memory.ts'
import { type OwnRanking, ownRanking } from './own-ranking.ts'
import { type Ranking, rankStories } from './ranking.ts'
import { openReportCounts } from './report-counts.ts'
import { gatherStories } from './stories.ts'
import { day, noon, publication, testMerino, viewOf } from './testing.ts'
import type { View } from './view.ts'

const plain = viewOf(publication(6))
const place = { surface: 'NEW_TAB_EN_US', region: 'US', now: noon } as const

function rankingOf(view: View): Ranking {
  const stories = gatherStories(view, place)
  return rankStories(stories, { ...place, view, reports: openReportCounts(), seed: 's', log: silentLog })
}
const own = (past: Partial<ReaderPast>, view = plain): OwnRanking =>
  ownRanking(rankingOf(view), { ...noPast, ...past }, { view, now: noon })
const outOf = ({ stories, out }: Ranking): string[] =>
  stories.stories.filter((_, k) => out[k] === 1).map(({ id }) => id)

test('who did nothing yet has the ranking of everybody', () => {
  const { ranking, interests } = own({})
  assert.deepEqual(ranking, rankingOf(plain))
  assert.equal(interests, null)
})

test('what was read and what was dismissed is out, and of what was hidden the whole publisher or topic', () => {
  const past = { history: [{ item: 'tech-0', at: noon - 1 }], dismissed: ['food-1'] }
  assert.deepEqual(outOf(own(past).ranking).sort(), ['food-1', 'tech-0'])
  const topic = outOf(own({ hidden: [{ item: 'food-1', target: 'topic' }] }).ranking)
  assert.deepEqual(
    topic.sort(),
    [0, 1, 2, 3, 4, 5].map((n) => `food-${n}`),
  )
  const publisher = outOf(own({ hidden: [{ item: 'food-1', target: 'publisher' }] }).ranking)
  assert.ok(publisher.length > 5 && publisher.every((id) => id.endsWith('-1')))
})

test('a blocked section keeps its stories: the client needs them to offer them again', () => {
  assert.deepEqual(outOf(own({ blockedSections: ['food'] }).ranking), [])
})

test('the topics of what was read are the interests, newer clicks counting more', () => {
  const history = [
    { item: 'food-0', at: noon - 28 * day },
    { item: 'tech-0', at: noon },
  ]
  const interests = own({ history }).interests
  assert.deepEqual([...(interests ?? [])].map(([topic]) => topic).sort(), ['food', 'tech'])
  assert.ok(Math.abs(interests!.get('tech')! / interests!.get('food')! - 4) < 1e-9)
  assert.ok(Math.abs(Math.hypot(...interests!.values()) - 1) < 1e-9)
})

test('the story the model knows to follow is lifted above all that it was equal to', () => {
  const { catalogue } = plain.served
  const model: PersonalModel = {
    kind: 'test',
    items: catalogue.items,
    score: (history) =>
      Float32Array.from(catalogue.items.ids, (id) =>
        id === 'health-3' && history.items.includes(catalogue.items.row('tech-0')) ? 2 : 0,
      ),
    explain: () => ({ contributions: [] }),
  }
  const view = { ...plain, pipeline: { ...plain.pipeline, personal: alignModel(model, catalogue) } }
  const everybodys = rankingOf(view)
  const { ranking } = own({ history: [{ item: 'tech-0', at: noon }] }, view)
  for (const [k, { id }] of ranking.stories.stories.entries())
    assert.equal(ranking.scores[k], everybodys.scores[k]! * (id === 'health-3' ? 4 : 1), id)
})

test('from disk, without a catalogue, what was read and dismissed is still out', () => {
  const live = rankingOf(plain)
  const stored = { ...live, stories: { ...live.stories, rows: new Int32Array(0) } }
  const past = { ...noPast, history: [{ item: 'tech-0', at: noon }], dismissed: ['food-1'] }
  const { ranking, interests } = ownRanking(stored, past, { view: null, now: noon })
  assert.deepEqual(outOf(ranking).sort(), ['food-1', 'tech-0'])
  assert.equal(interests, null)
})

test('a device of which nothing is known has the list of everybody', async (t) => {
  const one = testMerino(plain)
  t.after(() => one.close())
  const asked = (path: string): Promise<Response> =>
    Promise.resolve(
      one.app.request(`${path}/api/v1/curated-recommendations`, {
        method: 'POST',
        body: JSON.stringify({ locale: 'en-US', region: 'US', count: 20 }),
      }),
    )
  const ids = async (response: Response): Promise<string[]> =>
    ((await response.json()) as { data: { corpusItemId: string }[] }).data.map(({ corpusItemId }) => corpusItemId)
  const own = await asked('/firefox/0b5c7d4e-0000-4000-8000-0000000000dd')
  assert.equal(own.status, 200)
  assert.notEqual(own.headers.get('x-lectern-rung'), 'personal')
  assert.deepEqual(await ids(own), await ids(await asked('')))
})

// From an answer over what became of it to the next answer, through a real database.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { linearScore } from '@lectern/engine/bandits/linear-thompson.ts'
import { newEventFeed, recordEvents } from '../../events/events.ts'
import { uuid } from '../../events/testing.ts'
import { putItems } from '../../items/items.ts'
import { newRoutes } from '../../kernel/http/http.ts'
import { type TestKernel, testKernel } from '../../kernel/testing.ts'
import { type Answer, answer } from './answer.ts'
import type { NewtabSettings } from './experiments.ts'
import { featuresOf } from './interest-features.ts'
import { merinoJobs } from './jobs.ts'
import { openLearnt, type Rates, validMs } from './learnt.ts'
import { type Merino, openMerino } from './merino.ts'
import { merinoRoutes } from './routes.ts'
import { itemOf, publication, viewOf } from './testing.ts'

const newtab: NewtabSettings = {
  ranker: 'contextual',
  experiments: { trial: { treatment: { ranker: 'contextual' } } },
  boosts: {},
}
let kernel: TestKernel
let merino: Merino
const feed = newEventFeed()
before(async () => {
  const plain = await testKernel()
  kernel = { ...plain, config: { ...plain.config, newtab } }
  await putItems(kernel, publication(2).map(itemOf))
  merino = openMerino(kernel, { view: () => viewOf(publication(2)) }, { feed })
})
after(async () => {
  await merino.close()
  await kernel.close()
})

async function ask(body: object): Promise<Answer> {
  const app = newRoutes()
  app.route('/', merinoRoutes(merino))
  const sent = { locale: 'en-US', region: 'US', ...body }
  const response = await app.request('/api/v1/curated-recommendations', { method: 'POST', body: JSON.stringify(sent) })
  return answer.parse(await response.json())
}

let count = 0
/** `times` shows of the third story of an answer, and clicks on it, as pings tell of them. */
async function happened({ recommendedAt, data }: Answer, of: { shows: number; clicks: number }): Promise<string> {
  const item = data[2]!.corpusItemId
  const [served] = await merino.served([{ recommendedAt, item }])
  const event = (kind: string) => {
    const [id, device] = [uuid(count), uuid(1_000_000 + count)]
    count++
    const told = { kind, id, device, item, surface: served!.surface, slate: served!.slate, slot: 0, region: 'US' }
    return { ...told, at: kernel.clock() }
  }
  const events = [...Array(of.shows).fill('impression'), ...Array(of.clicks).fill('open')].map(event)
  const { accepted } = await recordEvents(kernel, { events }, { kind: 'anonymous' }, feed)
  assert.equal(accepted, events.length)
  return item
}
async function learn(): Promise<Rates | null> {
  for (const job of merinoJobs(kernel)) if (/learn/.test(job.name)) await job.run(new AbortController().signal)
  const learnt = openLearnt(kernel)
  await learnt.loaded
  learnt.close()
  return learnt.rates()
}
/** Answers are written behind the reader's back. */
async function reopened(): Promise<void> {
  await merino.close()
  merino = openMerino(kernel, { view: () => viewOf(publication(2)) }, { feed })
  await merino.settled
}

test('click rates are learnt by time zone, cohort, region, everywhere and branch, from what became of the answers', async () => {
  const east = await ask({ utcOffset: 19 })
  const west = await ask({ utcOffset: 16, experimentName: 'trial', experimentBranch: 'treatment' })
  assert.notEqual(east.recommendedAt, west.recommendedAt)
  const [a, b] = [await happened(east, { shows: 80, clicks: 8 }), await happened(west, { shows: 60, clicks: 12 })]
  await reopened()
  const { contexts, branches } = (await learn())!
  assert.deepEqual([...contexts.keys()].sort(), ['US', 'US_-1', 'US_-1_16', 'US_-1_19', 'global'])
  assert.deepEqual([...contexts.get('US_-1_19')!.keys()], [a])
  assert.deepEqual([...branches], [['US-trial-treatment', new Map([[b, { shows: 60, clicks: 12 }]])]])
})

test('what was learnt is valid for 60 minutes', async () => {
  const learnt = openLearnt(kernel)
  await learnt.loaded
  learnt.close()
  kernel.advance(validMs - 1)
  assert.ok(learnt.rates())
  kernel.advance(1)
  assert.equal(learnt.rates(), null)
})

test('answers that told interests shaped teach nothing of their context once they are forgotten', async () => {
  const before = (await learn())!.contexts
  await happened(await ask({ utcOffset: 3, inferredInterests: { tech: 1 }, topics: ['food'] }), {
    shows: 60,
    clicks: 6,
  })
  await reopened()
  const { contexts } = (await learn())!
  assert.deepEqual([...contexts.keys()], [...before.keys()])
  assert.deepEqual(contexts.get('US_-1')!.size, before.get('US_-1')!.size)
  assert.ok(contexts.get('US')!.size > before.get('US')!.size, 'in the region, and in no cohort')
})

test('clicks of more than 24 hours ago count no longer', async () => {
  kernel.advance(25 * 3_600_000)
  const rates = await learn()
  assert.deepEqual([rates!.contexts.size, rates!.branches.size], [0, 0])
})

test('the interest ranker is learnt from readers with a list of their own: what they opened before, then what they saw', async () => {
  kernel.config.newtab.ranker = 'interests'
  const app = newRoutes()
  app.route('/', merinoRoutes(merino))
  const readers = Array.from({ length: 24 }, (_, n) => uuid(5_000_000 + n))
  const first = readers.map((device) => told('open', { device, item: 'tech-0', slate: null }))
  const sent = await recordEvents(kernel, { events: first }, { kind: 'anonymous' }, feed)
  assert.equal(sent.accepted, readers.length)
  kernel.advance(60_000)
  const events: ReturnType<typeof told>[] = []
  for (const device of readers) {
    const path = `/firefox/${device}/api/v1/curated-recommendations`
    const body = JSON.stringify({ locale: 'en-US', region: 'US', utcOffset: 19 })
    const { recommendedAt } = answer.parse(await (await app.request(path, { method: 'POST', body })).json())
    const [served] = await merino.served([{ recommendedAt, item: null }])
    assert.equal(served!.device, device)
    for (const item of ['food-1', 'tech-1']) {
      const { slate } = served!
      for (let n = 0; n < 15; n++) events.push(told('impression', { device, item, slate }))
      if (item === 'tech-1') events.push(told('open', { device, item, slate }))
    }
  }
  for (let from = 0; from < events.length; from += 500)
    await recordEvents(kernel, { events: events.slice(from, from + 500) }, { kind: 'anonymous' }, feed)
  await reopened()
  await learn()
  const learnt = openLearnt(kernel)
  await learnt.loaded
  learnt.close()
  const model = learnt.interests()!
  assert.deepEqual([...model.items].sort(), ['food-1', 'tech-1'])
  const score = (item: string): number => {
    const shown = { topic: item.startsWith('tech') ? ('tech' as const) : ('food' as const), utcOffset: 19 }
    const features = featuresOf(model.items.indexOf(item), { ...shown, interests: new Map([['tech', 1]]) })
    return linearScore(features, model.posterior.mean)
  }
  assert.ok(score('tech-1') > score('food-1') + 0.01, `${score('tech-1')} and ${score('food-1')}`)
})

function told(kind: string, of: { device: string; item: string; slate: string | null }) {
  const { slate, ...rest } = of
  const place = slate === null ? {} : { slate, slot: 0 }
  return { kind, id: uuid(count++), ...rest, ...place, surface: 'NEW_TAB_EN_US', region: 'US', at: kernel.clock() }
}

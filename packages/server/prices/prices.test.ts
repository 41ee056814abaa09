import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { newEventFeed, recordEvents } from '../events/events.ts'
import { uuid } from '../events/testing.ts'
import type { Caller } from '../kernel/http/http.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openRecommender, type Recommender } from '../recommend/recommend.ts'
import { fillSample } from '../samples/samples.ts'
import { previewDocument, priceDocument } from './prices.ts'

let kernel: TestKernel
let recommender: Recommender
const feed = newEventFeed()
const program: Caller = {
  kind: 'key',
  key: 'k',
  scopes: new Set(['recommend', 'events']),
  surface: null,
  publishable: false,
} as unknown as Caller
const hour = 3_600_000
let n = 0

/** Sixty readers are served a list, look down a part of it and open something of what they see. */
before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  recommender = await openRecommender(kernel, feed)
  for (let k = 0; k < 60; k++) {
    const reader = `reader ${k}`
    const { slate, items } = await recommender.recommend({ surface: 'home', n: 12 }, { kind: 'reader', reader })
    const event = (kind: string, slot: number) => ({
      kind,
      id: uuid(10_000 + n++),
      reader,
      item: items[slot]!.item.id,
      slate,
      slot,
      surface: 'home',
      at: kernel.clock(),
    })
    const depth = 1 + (k % 12)
    const seen = Array.from({ length: depth }, (_, slot) => event('impression', slot))
    const receipt = await recordEvents(kernel, { events: [...seen, event('open', k % depth)] }, program, feed)
    assert.equal(receipt.accepted, depth + 1, JSON.stringify(receipt))
  }
  await recommender.settled()
  kernel.advance(2 * hour)
})
after(async () => {
  await recommender.close()
  await kernel.close()
})

const ask = (document: PrioritiesDocument, inForce: PrioritiesDocument = {}) =>
  priceDocument(kernel, { surface: 'home', document, inForce, lists: 24 })

test('each rule has a price with its interval, and the document as a whole has one', async () => {
  const report = await ask({
    publishersApart: 3,
    quotas: [{ name: 'one of a topic', each: 'topic', max: 2 }],
  })
  assert.equal(report.lists, 24)
  assert.equal(report.looks, true)
  assert.deepEqual(
    report.rules.map(({ rule }) => rule.name),
    ['publishers apart', 'one of a topic'],
  )
  assert.equal(report.whole?.rule.kind, 'document')
  for (const { worth, outcomes, payers } of [report.whole!, ...report.rules]) {
    for (const { low, mean, high } of [worth.modelled, worth.offPolicy, outcomes.open!.offPolicy])
      assert.ok(low <= mean && mean <= high)
    assert.ok(payers.readers.length > 0)
  }
  const quota = report.rules[1]!
  assert.ok(quota.changed > 0 && quota.effectiveSampleSize > 0)
  assert.equal(quota.tighter?.words, 'at most 1 instead of 2')
  const changes = quota.payers.topics.map(({ seenMore }) => seenMore)
  assert.ok(Math.min(...changes) < 0 && Math.max(...changes) > 0, 'what one topic loses others gain')
})

test('a rule that the log says nothing of is not priced, and says why', async () => {
  const report = await ask({
    blocks: [{ name: 'nobody', when: { publisher: 'Nobody Ever' } }],
    pins: [{ name: 'unknown', item: 'no such item', slot: 0 }],
    diversity: 0,
  })
  const verdicts = new Map(report.rules.map(({ rule, verdict }) => [rule.name, verdict]))
  assert.match(verdicts.get('nobody')!.words, /in none of the logged requests/)
  assert.match(verdicts.get('unknown')!.words, /in none of the logged requests/)
  assert.equal(verdicts.get('diversity')!.kind, 'changes-nothing')
})

test('too few lists are said to be too few', async () => {
  const { rules } = await ask({ quotas: [{ name: 'one of a topic', each: 'topic', max: 1 }] })
  assert.equal(rules[0]!.verdict.kind, 'not-priced')
  assert.match(rules[0]!.verdict.words, /are needed/)
})

test('where nothing was logged there is nothing to price', async () => {
  const { lists, rules } = await priceDocument(kernel, { surface: 'nowhere', document: {}, inForce: {}, lists: 10 })
  assert.deepEqual([lists, rules], [0, []])
})

test('a preview shows lists before and after, with shares that sum to one and list metrics', async () => {
  const report = await previewDocument(kernel, {
    surface: 'home',
    document: { exploration: 0, quotas: [{ name: 'topics', each: 'topic', max: 1 }] },
    inForce: {},
  })
  assert.equal(report.lists.length, 20)
  for (const { after } of report.lists) {
    const topics = after.map(({ topic }) => topic).filter((topic) => topic !== null)
    assert.equal(new Set(topics).size, topics.length)
  }
  for (const side of ['before', 'after'] as const) {
    const sum = report.topics.reduce((total, share) => total + share[side], 0)
    assert.ok(Math.abs(sum - 1) < 1e-9)
  }
  const diversity = report.metrics.find(({ name }) => name === 'diversity')!
  assert.ok(diversity.after! > diversity.before!)
  assert.deepEqual(
    report.metrics.map(({ name }) => name),
    ['diversity', 'calibration', 'representation', 'fragmentation'],
  )
})

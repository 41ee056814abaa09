import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { algorithmNamed } from '@lectern/engine/models/models.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { logRows } from '../events/testing.ts'
import { allItems, putItems } from '../items/items.ts'
import { testKernel } from '../kernel/testing.ts'
import { compare } from '../training/compare.ts'
import { itemsOfPages, parsePages } from './page.ts'
import { fillSample, isSimulated } from './samples.ts'
import { simulate } from './simulate.ts'

const now = Date.UTC(2026, 0, 1, 12)
const topics = ['tech', 'food', 'travel', 'sports'] as const
const page = (k: number) => ({
  url: `https://example.org/${k}`,
  title: `Page ${k}`,
  publisher: `Publisher ${k % 12}`,
  topic: topics[k % 4],
  language: 'en',
  minutes: 4,
  excerpt: 'What it is about.',
})
const pagesOf = (count: number) =>
  parsePages([
    { name: 'pages.jsonl', text: Array.from({ length: count }, (_, k) => JSON.stringify(page(k))).join('\n') },
  ])
const items = itemsOfPages(pagesOf(160).pages, now)

test('a page that does not fit is named by file and line and costs no other page', () => {
  const text = [JSON.stringify(page(1)), '{', JSON.stringify({ ...page(2), topic: 'gossip' }), JSON.stringify(page(1))]
  const { pages, refused } = parsePages([{ name: 'some.jsonl', text: text.join('\n') }])
  assert.equal(pages.length, 1)
  assert.deepEqual(
    refused.map((line) =>
      line
        .split(': ')
        .slice(0, 2)
        .join(': ')
        .replace(/(not JSON).*/, '$1'),
    ),
    ['some.jsonl:2: not JSON', 'some.jsonl:3: topic', `some.jsonl:4: ${page(1).url} was given before`],
  )
})

test('the editors’ order alternates topics, and publishers within a topic', () => {
  for (let k = 1; k < 100; k++) assert.notEqual(items[k]!.topic, items[k - 1]!.topic)
  const tech = items.filter(({ topic }) => topic === 'tech').slice(0, 20)
  for (let k = 1; k < tech.length; k++) assert.notEqual(tech[k]!.publisher, tech[k - 1]!.publisher)
  assert.deepEqual(itemsOfPages(pagesOf(160).pages, now), items)
})

test('the same seed gives the same readers, another seed gives others', () => {
  const first = simulate(items, { seed: 1, now, readers: 40 })
  assert.deepEqual(simulate(items, { seed: 1, now, readers: 40 }), first)
  assert.notDeepEqual(simulate(items, { seed: 2, now, readers: 40 }), first)
  assert.equal(new Set(first.map(({ id }) => id)).size, first.length)
  assert.ok(first.every(({ at }) => at < now && at >= now - 31 * 24 * 3_600_000))
})

test('higher slots are noticed more often, and most of what is noticed is not opened', () => {
  const events = simulate(items, { seed: 1, now, readers: 200 })
  const seen = (slot: number) => events.filter((event) => event.kind === 'impression' && event.slot === slot).length
  assert.ok(seen(0) > 1.5 * seen(10))
  const opens = events.filter(({ kind }) => kind === 'open').length
  const share = opens / events.filter(({ kind }) => kind === 'impression').length
  assert.ok(share > 0.03 && share < 0.3, `opened ${share}`)
})

test('the interests are there to be found: EASE beats popularity with an interval above zero', async () => {
  const events = simulate(items, { seed: 5, now, readers: 300 })
  const source = () =>
    events.filter(({ kind }) => kind === 'open').map(({ reader, item, at }) => ({ reader, item, at, weight: 1 }))
  const compared = await compare(source, {
    candidates: [{ algorithm: algorithmNamed('ease'), settings: { reg: 100 } }],
    split: { fraction: 0.8 },
    context: { rng: derive(1), withPool: onThisThread },
  })
  const difference = compared?.report.models.find(({ name }) => name === 'ease')?.difference['ndcg@10']
  assert.ok(difference && difference.low > 0, JSON.stringify(difference))
})

test('an empty publication is filled once, marked as simulated, and a second call changes nothing', async () => {
  const kernel = await testKernel()
  try {
    assert.equal(await isSimulated(kernel), false)
    const filled = await fillSample(kernel)
    assert.equal(filled.kind, 'filled')
    assert.equal(await isSimulated(kernel), true)
    const rows = (await logRows(kernel)).length
    assert.equal(filled.kind === 'filled' && filled.events, rows)
    assert.deepEqual(await fillSample(kernel), { kind: 'skipped', why: 'not-empty' })
    assert.equal((await logRows(kernel)).length, rows)
  } finally {
    await kernel.close()
  }
})

test('a start that was stopped half way is taken up again without doubling anything', async () => {
  const kernel = await testKernel()
  try {
    const stop = new AbortController()
    const onProgress = (share: number) => share >= 0.5 && stop.abort(new Error('stopped'))
    await assert.rejects(fillSample(kernel, { onProgress, signal: stop.signal }), /stopped/)
    assert.equal(await isSimulated(kernel), false)
    const before = (await allItems(kernel)).length
    const filled = await fillSample(kernel)
    assert.equal(filled.kind === 'filled' && filled.items, before)
    assert.equal(filled.kind === 'filled' && filled.events, (await logRows(kernel)).length)
  } finally {
    await kernel.close()
  }
})

test('what somebody put in is not mixed with the sample, and a missing folder leaves the publication empty', async () => {
  const kernel = await testKernel()
  try {
    assert.deepEqual(await fillSample(kernel, { folder: '/nowhere/at/all' }), { kind: 'skipped', why: 'no-pages' })
    await putItems(kernel, [{ ...items[0]!, origin: 'import:csv' }])
    assert.deepEqual(await fillSample(kernel), { kind: 'skipped', why: 'not-empty' })
  } finally {
    await kernel.close()
  }
})

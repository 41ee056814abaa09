import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PriceReport, PrioritiesState } from '@lectern/protocol/rest/prices.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { openTestApp, type TestApp } from '../cli/app-testing.ts'
import { replaySlate } from '../recommend/replay.ts'

let opened: TestApp
before(async () => {
  opened = await openTestApp({ sample: true })
})
after(() => opened.close())

const desk = <T>(method: string, path: string, body?: unknown) =>
  opened.call<T>(method, `/v1/desk/priorities${path}`, {
    cookie: opened.adminCookie,
    ...(body === undefined ? {} : { body }),
  })
const signed = { owner: 'product', reason: 'a test' }
const publish = (document: unknown, more: object = {}) =>
  desk<{ base: string; trial: string | null }>('POST', '/publish', {
    surface: 'home',
    document,
    rollout: { kind: 'everybody' },
    ...signed,
    ...more,
  })
const listFor = async (device: number, body: object = {}) => {
  const uuid = `00000000-0000-4000-8000-${String(device).padStart(12, '0')}`
  const { body: slate } = await opened.call<Slate>('POST', '/v1/surfaces/home/recommend', {
    body: { device: uuid, ...body },
  })
  return slate
}
/** Another connection announces it. */
async function served(version: string, device = 1): Promise<Slate> {
  for (let tries = 0; ; tries++) {
    const slate = await listFor(device)
    if (slate.priorities === version) return slate
    assert.ok(tries < 200, 'it never came into force')
    await opened.kernel.database.pool.query('select pg_sleep(0.02)')
  }
}

test('a document is in force at once, every slate names it, and a replay gives the same list', async () => {
  const [first] = (await listFor(1)).items
  const document = {
    blocks: [{ name: 'blocked', when: { item: first!.item.id } }],
    quotas: [{ name: 'topics', each: 'topic', max: 2 }],
    publishersApart: 2,
  }
  const { status, body } = await publish(document)
  assert.equal(status, 200)
  const slate = await served(body.base)
  assert.ok(slate.items.every(({ item }) => item.id !== first!.item.id))
  const topics = new Map<string | null, number>()
  for (const { item } of slate.items) topics.set(item.topic, (topics.get(item.topic) ?? 0) + 1)
  assert.ok(slate.items.length > 0 && [...topics].every(([topic, count]) => topic === null || count <= 2))
  const asked = await listFor(1, { quotas: [{ each: 'topic', max: 9 }], pins: [{ item: first!.item.id, slot: 0 }] })
  assert.ok(
    asked.items.every(({ item }) => item.id !== first!.item.id),
    'a request cannot bring it back',
  )
  const stories = await opened.call('POST', '/api/v1/curated-recommendations', { body: { locale: 'en-US' } })
  assert.equal(stories.status, 200)
  opened.kernel.advance(1000)
  for (let tries = 0; ; tries++) {
    const replay = await replaySlate(opened.kernel, slate.slate)
    if (replay.kind === 'identical') break
    assert.ok(replay.kind === 'not-found' && tries < 200, replay.kind)
    await opened.kernel.database.pool.query('select pg_sleep(0.02)')
  }
})

test('a sponsored slot is labelled in the answer', async () => {
  const item = (await listFor(2)).items.at(-1)!.item.id
  const { body } = await publish({ sponsored: [{ name: 's', sponsor: 'Acme', slot: 1, items: [item] }] })
  const slate = await served(body.base)
  assert.equal(slate.items[1]!.item.id, item)
  assert.deepEqual(slate.items.map(({ sponsored }) => sponsored?.by ?? null).filter(Boolean), ['Acme'])
})

test('what is blocked leaves New Tab as well', async () => {
  type Stories = { data: { corpusItemId: string }[] }
  const stories = async () =>
    (await opened.call<Stories>('POST', '/api/v1/curated-recommendations', { body: { locale: 'en-US' } })).body.data
  const id = (await stories())[0]!.corpusItemId
  await publish({ blocks: [{ name: 'b', when: { item: id } }] }, { surface: 'newtab' })
  for (let tries = 0; (await stories()).some(({ corpusItemId }) => corpusItemId === id); tries++) {
    assert.ok(tries < 200, 'it never left')
    opened.kernel.advance(61_000)
    await opened.kernel.database.pool.query('select pg_sleep(0.02)')
  }
})

test('the arm of a reader is in the slate, and nobody in particular is in none', async () => {
  const { body } = await publish({ diversity: 0.5 }, { rollout: { kind: 'arm', experiment: 'diverse', percent: 50 } })
  const arms = new Set<string>()
  for (let tries = 0; arms.size < 2; tries++) {
    assert.ok(tries < 300, 'not both arms were seen')
    const slate = await listFor(tries)
    const arm = slate.experiments.diverse
    if (arm === undefined) await opened.kernel.database.pool.query('select pg_sleep(0.02)')
    else {
      arms.add(arm)
      assert.equal(slate.priorities === body.trial, arm === 'trial')
    }
  }
  const everybody = await opened.call<Slate>('POST', '/v1/surfaces/home/recommend', { body: {} })
  assert.deepEqual(everybody.body.experiments, {})
})

test('the Desk tells what is in force and every release, and one step goes back', async () => {
  const before = (await desk<PrioritiesState>('GET', '?surface=home')).body
  assert.equal(before.trial?.experiment, 'diverse')
  assert.equal(before.releases[0]?.reason, 'a test')
  const { status, body } = await desk<{ base: string; trial: null }>('POST', '/back', { surface: 'home', ...signed })
  assert.equal(status, 200)
  assert.equal(body.trial, null)
  const state = (await desk<PrioritiesState>('GET', '?surface=home')).body
  assert.equal(state.document.sponsored?.[0]?.sponsor, 'Acme')
  const audit = await opened.call<{ entries: { action: string; reason: string }[] }>(
    'GET',
    '/v1/desk/audit?action=priorities&surface=home',
    {
      cookie: opened.adminCookie,
    },
  )
  assert.deepEqual(
    audit.body.entries.map(({ action }) => action),
    ['priorities.back', 'priorities.arm', 'priorities.publish', 'priorities.publish'],
  )
})

test('what cannot be is refused with its place, and nothing is released', async () => {
  const count = async () => (await desk<PrioritiesState>('GET', '?surface=home')).body.releases.length
  const before = await count()
  const refused = await publish({ quotas: [{ name: 'q', each: 'publisher', min: 3, max: 1 }] })
  assert.equal(refused.status, 400)
  assert.match(JSON.stringify(refused.body), /quotas/)
  assert.equal((await publish({}, { reason: '' })).status, 400)
  assert.equal((await desk('POST', '/back', { surface: 'never', ...signed })).status, 400)
  assert.equal(await count(), before)
  const { body } = await desk<PriceReport>('POST', '/prices', { document: { diversity: 0.2 }, lists: 5 })
  assert.equal(body.lists, 0, 'lists of the last hour are not priced yet')
})

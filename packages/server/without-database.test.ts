// A start without a database: lists from the packs on disk, nothing else, and never an error for a list.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { type App, openApp } from './app.ts'
import { awayDatabase } from './kernel/db/db.ts'
import { type TestKernel, testKernel } from './kernel/testing.ts'
import { fillSample } from './samples/samples.ts'

let kernel: TestKernel
let app: App
let usual: Slate
const options = { webFolder: '/nowhere', version: 'test' }

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  const before = await openApp(kernel, options)
  usual = (await (await before.routes.request('/v1/recommendations?n=10')).json()) as Slate
  await before.close()
  app = await openApp({ ...kernel, database: awayDatabase() }, options)
})
after(async () => {
  await app.close()
  await kernel.close()
})

async function listOf(path: string, init?: RequestInit): Promise<Slate> {
  const response = await app.routes.request(path, init)
  assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`)
  return (await response.json()) as Slate
}

test('lists of any surface, for anybody, come from the pack and say so', async () => {
  assert.notEqual(usual.rung, 'stored')
  for (const path of ['/v1/recommendations?n=10', '/v1/recommendations?n=10&surface=newtab']) {
    const list = await listOf(path)
    assert.deepEqual([list.rung, list.items.length], ['stored', 10])
  }
  const signedIn = await listOf('/v1/recommendations?n=10', { headers: { authorization: 'Bearer some-session' } })
  assert.equal(signedIn.rung, 'stored')
  const german = await listOf('/v1/recommendations?n=10&language=de')
  assert.ok(german.items.every(({ item }) => item.language === 'de' || item.language === null))
})

test('a key that nobody can check gets the list that everybody gets', async () => {
  const headers = { authorization: `Bearer lsk_${'a'.repeat(43)}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ reader: 'somebody', n: 5 })
  const list = await listOf('/v1/surfaces/home/recommend', { method: 'POST', headers, body })
  assert.deepEqual([list.rung, list.items.length], ['stored', 5])
})

test('writes are told to come back, and the server is alive but not ready', async () => {
  const body = JSON.stringify({ version: 1, events: [{}] })
  const headers = { 'content-type': 'application/json' }
  const event = { kind: 'open', id: crypto.randomUUID(), device: crypto.randomUUID(), item: 'x', at: kernel.clock() }
  const sent = await app.routes.request('/v1/events', {
    method: 'POST',
    headers,
    body: body.replace('{}', JSON.stringify(event)),
  })
  assert.equal(sent.status, 503)
  assert.ok(sent.headers.get('retry-after'))
  assert.equal((await app.routes.request('/health/live')).status, 200)
  assert.equal((await app.routes.request('/health/ready')).status, 503)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newRoutes, onError } from '../kernel/http/http.ts'
import { silentLog } from '../kernel/log/log.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { newEventFeed } from './events.ts'
import { eventRoutes } from './routes.ts'
import { open, putTestItems } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a'])
})
after(() => kernel.close())

async function post(body: string): Promise<{ status: number; body: { [key: string]: unknown } }> {
  const app = newRoutes()
  app.use(async (c, next) => {
    c.set('caller', { kind: 'anonymous' })
    c.set('requestId', 'r1')
    c.set('log', silentLog)
    await next()
  })
  app.onError(onError)
  app.route('/', eventRoutes(kernel, newEventFeed()))
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const response = await app.request('/v1/events', request)
  return { status: response.status, body: (await response.json()) as { [key: string]: unknown } }
}
const batch = (events: unknown[]): string => JSON.stringify({ version: 1, events })

test('a batch is answered with its receipt', async () => {
  const { status, body } = await post(batch([open(1, kernel.clock()), open(1, kernel.clock()), { kind: 'open' }]))
  assert.equal(status, 200)
  assert.deepEqual([body.accepted, body.repeated], [1, 1])
  assert.equal((body.refused as unknown[]).length, 1)
})

test('1000 events fit; 1001 are too large, and the answer names the limit and the count', async () => {
  const events = Array.from({ length: 1001 }, (_, n) => open(5000 + n, kernel.clock()))
  assert.equal((await post(batch(events.slice(0, 1000)))).body.accepted, 1000)
  const { status, body } = await post(batch(events))
  assert.equal(status, 413)
  assert.match(String(body.detail), /1000 events; this one has 1001/)
})

test('a body over 1 MiB is too large', async () => {
  const { status, body } = await post(batch([open(1, kernel.clock()), 'x'.repeat(1024 * 1024)]))
  assert.equal(status, 413)
  assert.match(String(body.detail), /1048576 bytes/)
})

test('what is no batch is told so', async () => {
  for (const body of ['{', '[]', '{"version":3,"events":[{}]}', '{"version":1,"events":[]}', 'null', '']) {
    const answer = await post(body)
    assert.equal(answer.status, 400, body)
    assert.equal(answer.body.type, '/problems/invalid')
  }
})

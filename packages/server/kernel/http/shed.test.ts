import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '../log/log.ts'
import { newRoutes } from './http.ts'
import { openShedding } from './shed.ts'

test('writes beyond the limit are refused with a time to come back, lists never; both are told to be busy', async () => {
  const shedding = openShedding({ busy: 3, writes: 2, busyLagMs: 1e9, writesLagMs: 1e9 })
  const app = newRoutes()
  let free: () => void = () => undefined
  const freed = new Promise<void>((done) => {
    free = done
  })
  app.use(async (c, next) => {
    c.set('log', silentLog)
    await next()
  })
  app.use(shedding.count)
  app.use('/events', shedding.write)
  app.post('/events', async (c) => {
    await freed
    return c.text('stored')
  })
  app.get('/list', (c) => c.text(shedding.busy() ? 'cheap' : 'dear'))
  const write = () => app.request('/events', { method: 'POST' })
  assert.equal(await (await app.request('/list')).text(), 'dear')
  const under = [write(), write()]
  assert.deepEqual(shedding.inFlight(), { requests: 2, writes: 2 })
  const refused = await write()
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '2'])
  const list = await app.request('/list')
  assert.deepEqual([list.status, await list.text()], [200, 'cheap'])
  free()
  for (const one of under) assert.equal((await one).status, 200)
  assert.equal((await write()).status, 200)
  assert.deepEqual(shedding.inFlight(), { requests: 0, writes: 0 })
  shedding.close()
})

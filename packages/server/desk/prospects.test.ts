import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { addProspects } from './desk.ts'
import { prospectOf } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

test('a prospect is added once, however often and under whatever id it is found', async () => {
  const first = await addProspects(kernel, [prospectOf('once'), prospectOf('once')])
  assert.deepEqual(first, { added: ['once'], known: [] })
  const again = await addProspects(kernel, [prospectOf('other id', { url: prospectOf('once').url }), prospectOf('new')])
  assert.deepEqual(again.added, ['new'])
  assert.deepEqual(again.known, [{ id: 'once', url: prospectOf('once').url, as: 'waiting' }])
})

test('what was rejected is left alone and said to be rejected', async () => {
  await addProspects(kernel, [prospectOf('bad')])
  await kernel.database.pool.query("update prospect set state = 'rejected', title = 'kept' where id = 'bad'")
  const again = await addProspects(kernel, [prospectOf('bad', { title: 'new title' })])
  assert.deepEqual(again, { added: [], known: [{ id: 'bad', url: prospectOf('bad').url, as: 'rejected' }] })
  const stored = await kernel.database.pool.query("select title from prospect where id = 'bad'")
  assert.deepEqual(stored.rows, [{ title: 'kept' }])
})

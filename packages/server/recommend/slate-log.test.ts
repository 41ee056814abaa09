import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openSlateLog } from './slate-log.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const slate = (surface: string) => ({
  id: crypto.randomUUID(),
  surface,
  reader: null,
  at: kernel.clock(),
  recipe: 'home',
  recipeVersion: '1',
  modelVersion: null,
  rung: 'popular',
  seed: 1,
  owner: null,
  previous: null,
  ask: null,
  record: { kind: 'private', take: 3 } as const,
})

test('a slate that the database cannot hold is counted as lost, and the others around it are written', async () => {
  const log = openSlateLog(kernel)
  for (const surface of ['one', 'no\0text', 'two']) log.add(slate(surface))
  await log.flush()
  const { rows } = await kernel.database.pool.query('select surface from slate order by surface')
  assert.deepEqual(rows, [{ surface: 'one' }, { surface: 'two' }])
  assert.deepEqual([log.waiting(), log.dropped()], [0, 1])
  log.add(slate('three'))
  await log.close()
  assert.equal(log.dropped(), 1)
})

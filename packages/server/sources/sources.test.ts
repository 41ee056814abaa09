import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { importOpml } from './sources.ts'

const sample = fileURLToPath(new URL('../../../samples/feeds.opml', import.meta.url))
let kernel: TestKernel
let folder: string
before(async () => {
  kernel = await testKernel()
  folder = mkdtempSync(join(tmpdir(), 'lectern-opml-'))
})
after(async () => {
  await kernel.close()
  rmSync(folder, { recursive: true, force: true })
})
const listed = async (): Promise<number> => (await kernel.database.pool.query('select 1 from feed')).rowCount ?? 0

test('the sample lists 20 feeds, and a second time adds none', async () => {
  const first = await importOpml(kernel, sample)
  assert.deepEqual([first.feeds.length, first.added, first.warnings.length], [20, 20, 0])
  const second = await importOpml(kernel, sample)
  assert.deepEqual([second.feeds.length, second.added], [20, 0])
  assert.equal(await listed(), 20)
})

test('a file without feeds and a missing file say what would be right, and list nothing', async () => {
  const path = join(folder, 'no.opml')
  writeFileSync(path, '<html>not a list</html>')
  const before = await listed()
  await assert.rejects(importOpml(kernel, path), /no\.opml names no feed/)
  await assert.rejects(importOpml(kernel, join(folder, 'nowhere.opml')), /ENOENT|does not exist/)
  assert.equal(await listed(), before)
})

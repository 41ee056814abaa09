import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { allItems, itemRevision, itemsChangedAfter, type NewItem, putItems } from './items.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const hour = 3_600_000
const noon = Date.UTC(2026, 0, 1, 12)
const storm = 'A winter storm closes the mountain road between the two valleys for a week'
const item = (id: string, title: string, more: Partial<NewItem> = {}): NewItem => ({
  id,
  url: null,
  title,
  excerpt: null,
  publisher: null,
  topic: null,
  language: 'en',
  minutes: null,
  imageUrl: null,
  publishedAt: noon,
  origin: 'test',
  editorialRank: null,
  ...more,
})
const clusters = async () => Object.fromEntries((await allItems(kernel)).map(({ id, cluster }) => [id, cluster]))

test('the second telling of a stored story and the stored one share a cluster, and both count as changed', async () => {
  await putItems(kernel, [item('first', storm), item('other', 'How a small library lends its tools to a whole town')])
  assert.deepEqual(await clusters(), { first: null, other: null })
  const before = await itemRevision(kernel)
  await putItems(kernel, [item('second', `${storm}, says the county`, { publishedAt: noon + 5 * hour })])
  assert.deepEqual(await clusters(), { first: 'first', other: null, second: 'first' })
  const changed = (await itemsChangedAfter(kernel, before)).map(({ id }) => id)
  assert.deepEqual(changed, ['first', 'second'])
})

test('a third telling joins them; stored again, they stay together', async () => {
  await putItems(kernel, [
    item('third', storm, { publishedAt: noon + 9 * hour }),
    item('first', storm),
    item('years later', storm, { publishedAt: noon + 9000 * hour }),
  ])
  assert.deepEqual(await clusters(), {
    first: 'first',
    other: null,
    second: 'first',
    third: 'first',
    'years later': null,
  })
})

test('items of an archive keep to themselves', async () => {
  const archived = { publishedAt: noon - 31 * 24 * hour }
  await putItems(kernel, [item('old', storm, archived), item('as old', storm, archived)])
  const { old, 'as old': other } = await clusters()
  assert.deepEqual([old, other], [null, null])
})

test('a cluster that an item brings along stays', async () => {
  await putItems(kernel, [item('own', storm, { cluster: 'storm of January' })])
  assert.equal((await clusters()).own, 'storm of January')
})

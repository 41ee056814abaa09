import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { addItems, allItems, knownItems, type NewItem, putItems } from './items.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const item = (id: string, more: Partial<NewItem> = {}): NewItem => ({
  id,
  url: `https://example.org/${id}`,
  title: `Title of ${id}`,
  excerpt: null,
  publisher: 'Example',
  topic: 'tech',
  language: 'en',
  minutes: 3,
  imageUrl: null,
  publishedAt: null,
  origin: 'test',
  editorialRank: null,
  ...more,
})

/** All items by id. */
const stored = async () => new Map((await allItems(kernel)).map((each) => [each.id, each]))

test('an item stored again is overwritten and keeps the time it was added', async () => {
  await putItems(kernel, [item('a')])
  const first = (await stored()).get('a')
  kernel.advance(1000)
  assert.equal(await putItems(kernel, [item('a', { title: 'old' }), item('a', { title: 'new', minutes: null })]), 1)
  const second = (await stored()).get('a')
  assert.deepEqual(second, { ...first, title: 'new', minutes: null })
})

test('an item of which only the id is known never overwrites one that is described', async () => {
  await Promise.all([putItems(kernel, [item('met')]), addItems(kernel, [item('met', { title: 'met' })])])
  await addItems(kernel, [item('met', { title: 'met again' }), item('new', { title: 'new' })])
  const found = await stored()
  assert.deepEqual([found.get('met')?.title, found.get('new')?.title], ['Title of met', 'new'])
})

test('an address belongs to one item: another item with it is kept without the address', async () => {
  await putItems(kernel, [item('first', { url: 'https://example.org/same' })])
  await putItems(kernel, [item('second', { url: 'https://example.org/same' })])
  await putItems(kernel, [item('x', { url: 'https://example.org/x' }), item('y', { url: 'https://example.org/x' })])
  const found = await stored()
  assert.equal(found.get('first')?.url, 'https://example.org/same')
  assert.equal(found.get('second')?.url, null)
  assert.equal(found.get('x')?.url, 'https://example.org/x')
  assert.equal(found.get('y')?.url, null)
})

test('known ids are told from unknown ones across batches, and all items come ordered by id', async () => {
  const many = Array.from({ length: 6000 }, (_, k) => item(`many-${String(k).padStart(5, '0')}`))
  assert.equal(await putItems(kernel, many), 6000)
  const known = await knownItems(kernel, ['nope', ...many.map(({ id }) => id)])
  assert.equal(known.size, 6000)
  assert.ok(!known.has('nope'))
  const ids = (await allItems(kernel)).map(({ id }) => id)
  assert.deepEqual(ids, ids.toSorted())
})

test('storing items tells other processes', async () => {
  const listener = await kernel.database.pool.connect()
  try {
    await listener.query('listen lectern')
    const told = new Promise((done) => listener.once('notification', (message) => done(message.payload)))
    await putItems(kernel, [item('told')])
    assert.match(String(await told), /^items:\d+$/)
  } finally {
    await listener.query('unlisten *')
    listener.release()
  }
})

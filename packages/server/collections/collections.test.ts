import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type CollectionBody, collectionBody, collectionUpdate } from '@lectern/protocol/rest/collections.ts'
import { readAudit } from '../audit/audit.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import {
  createCollection,
  findCollection,
  listCollections,
  publishedCollection,
  updateCollection,
} from './collections.ts'

let kernel: TestKernel
let n = 0
const eva = { id: 'eva', name: 'Eva' }
const otto = { id: 'otto', name: 'Otto' }

before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const story = (name: string, more: object = {}) => ({
  url: `https://paper.example/${name}`,
  title: `Story ${name}`,
  authors: ['Ada Writer'],
  ...more,
})
const bodyOf = (more: object = {}): CollectionBody =>
  collectionBody.parse({
    slug: `summer-reading-${n++}`,
    title: 'Summer reading',
    excerpt: 'For long evenings.',
    intro: 'Five stories, *slowly* read.',
    imageUrl: null,
    language: 'en',
    status: 'DRAFT',
    authors: ['Eva Editor'],
    partner: null,
    stories: [story('b'), story('a')],
    ...more,
  })
async function create(more: object = {}) {
  const done = await createCollection(kernel, eva, bodyOf(more))
  assert.ok(done.kind === 'written', JSON.stringify(done))
  return done.collection
}
function assertRefused(done: { kind: string }, problem: string, words: RegExp): void {
  assert.equal(done.kind, 'refused', JSON.stringify(done))
  assert.equal((done as unknown as { problem: string }).problem, problem)
  assert.match((done as unknown as { detail: string }).detail, words)
}
const edited = ({ by: _, updatedAt: __, publishedAt: ___, ...whole }: Awaited<ReturnType<typeof create>>) => whole

test('a collection comes back as it was given, its stories in their order', async () => {
  const made = await create()
  assert.deepEqual(await findCollection(kernel, made.id), made)
  assert.deepEqual(
    made.stories.map(({ title }) => title),
    ['Story b', 'Story a'],
  )
  assert.equal((await listCollections(kernel)).find(({ id }) => id === made.id)?.stories, 2)
})

test('an update that leaves authors out is refused by its shape, so no authors are lost', () => {
  const { authors: _, ...without } = bodyOf()
  assert.equal(collectionUpdate.safeParse({ ...without, version: 1 }).success, false)
  const { authors: __, ...storyWithout } = story('c')
  assert.equal(collectionBody.safeParse({ ...bodyOf(), stories: [storyWithout] }).success, false)
})

test('an update without an id that exists changes nothing', async () => {
  const made = await create()
  const other = { ...edited(made), id: kernel.chance.uuid() }
  assertRefused(await updateCollection(kernel, eva, other), 'not-found', /No collection/)
  assert.deepEqual(await findCollection(kernel, made.id), made)
})

test('who edits an older version is told who was faster, and overwrites nothing', async () => {
  const made = await create()
  const first = await updateCollection(kernel, otto, { ...edited(made), title: 'Otto’s title' })
  assert.ok(first.kind === 'written' && first.collection.version === 2)
  const second = await updateCollection(kernel, eva, { ...edited(made), title: 'Eva’s title' })
  assertRefused(second, 'conflict', /Otto changed this collection meanwhile: it is at version 2, not 1/)
  assert.equal((await findCollection(kernel, made.id))?.title, 'Otto’s title')
})

test('readers get a collection while it is published, without what is the Desk’s', async () => {
  const made = await create()
  assert.equal(await publishedCollection(kernel, made.slug), null)
  for (const status of ['REVIEW', 'PUBLISHED', 'ARCHIVED'] as const) {
    const now = (await findCollection(kernel, made.id))!
    const done = await updateCollection(kernel, eva, { ...edited(now), status })
    assert.ok(done.kind === 'written')
    const shown = await publishedCollection(kernel, made.slug)
    assert.equal(shown !== null, status === 'PUBLISHED', status)
    if (shown !== null)
      assert.deepEqual(
        Object.keys(shown).filter((key) => ['id', 'by', 'version'].includes(key)),
        [],
      )
  }
  assert.equal((await findCollection(kernel, made.id))?.publishedAt, kernel.clock())
})

test('what is published is whole: an author, an excerpt, a story; a draft need not be', async () => {
  const incomplete = { authors: [], stories: [], excerpt: '' }
  await create(incomplete)
  const published = { status: 'PUBLISHED' }
  for (const [more, words] of [
    [{ authors: [] }, /authors: a published collection names at least one/],
    [{ stories: [] }, /stories: a published collection has at least one/],
    [{ excerpt: '' }, /excerpt: a published collection has one/],
  ] as const)
    assertRefused(await createCollection(kernel, eva, bodyOf({ ...published, ...more })), 'invalid', words)
})

test('a story of a partner needs a partner that is named', async () => {
  const stories = [story('a', { fromPartner: true })]
  assertRefused(await createCollection(kernel, eva, bodyOf({ stories })), 'invalid', /names none/)
  const partner = { kind: 'SPONSORED', name: 'Tea & Co' }
  assert.equal((await create({ stories, partner })).partner?.name, 'Tea & Co')
})

test('a slug belongs to one collection, and is small letters with single hyphens', async () => {
  const { slug } = await create()
  assertRefused(await createCollection(kernel, eva, bodyOf({ slug })), 'conflict', /Another collection has the slug/)
  for (const wrong of ['Summer', 'a--b', '-a', 'a/b', ''])
    assert.equal(collectionBody.safeParse({ ...bodyOf(), slug: wrong }).success, false, wrong)
})

test('addresses of stories are of the web', () => {
  const stories = [story('a', { url: 'javascript:alert(1)' })]
  assert.equal(collectionBody.safeParse({ ...bodyOf(), stories }).success, false)
})

test('the log tells what changed, and only that', async () => {
  const made = await create()
  await updateCollection(kernel, otto, { ...edited(made), authors: ['Eva Editor', 'Otto Other'] })
  const [latest] = await readAudit(kernel, { subject: made.id }, { limit: 1 })
  assert.deepEqual(
    [latest!.action, latest!.whoName, latest!.before, latest!.after],
    ['collection.change', 'Otto', { authors: ['Eva Editor'] }, { authors: ['Eva Editor', 'Otto Other'] }],
  )
})

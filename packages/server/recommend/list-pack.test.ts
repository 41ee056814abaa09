import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { type ListPack, listFromPack, openListPacks } from './list-pack.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const nothing = { url: null, excerpt: null, publisher: null, topic: null, minutes: null, imageUrl: null }
const uuid = '00000000-0000-4000-8000-000000000001'

function pack(surface: string, items: readonly { id: string; language?: string; regions?: string[] }[]): ListPack {
  return {
    slate: uuid,
    surface,
    at: kernel.clock(),
    recipe: { name: 'home', version: '1' },
    model: null,
    rung: 'popular',
    experiments: {},
    items: items.map(({ id, language = null }, slot) => ({
      slot,
      score: 1,
      propensity: 1,
      item: { id, title: id, language, publishedAt: null, ...nothing },
      reason: { kind: 'popular', text: 'Popular', because: [], others: 0, base: 1, parts: [] },
    })),
    regions: items.map(({ regions = null }) => regions),
  }
}
const ids = (list: { items: readonly { item: { id: string } }[] }) => list.items.map(({ item }) => item.id)

test('a pack answers what was asked: number, language, region, and nothing that is left out', () => {
  const kept = pack('home', [
    { id: 'a', language: 'en-GB' },
    { id: 'b', language: 'de' },
    { id: 'c', regions: ['DE'] },
    { id: 'd', language: 'en' },
    { id: 'e' },
  ])
  const asked = (more: object, allows?: (item: string) => boolean) =>
    listFromPack(kept, { surface: 'home', n: 3, ...more }, { slate: uuid, ...(allows && { allows }) })
  assert.deepEqual(ids(asked({})), ['a', 'b', 'd'])
  assert.deepEqual(ids(asked({ language: 'en' })), ['a', 'd', 'e'])
  assert.deepEqual(ids(asked({ region: 'DE', n: 9 })), ['a', 'b', 'c', 'd', 'e'])
  const without = asked({ surface: 'side' }, (item) => item !== 'a')
  assert.deepEqual(ids(without), ['b', 'd', 'e'])
  assert.deepEqual(
    [without.rung, without.surface, without.items.map(({ slot }) => slot)],
    ['stored', 'side', [0, 1, 2]],
  )
})

test('packs are found on disk by who starts without anything else; a surface without one gets that of home', async () => {
  const first = openListPacks(kernel)
  let items = [{ id: 'a' }, { id: 'b' }]
  first.keep('home', () => pack('home', items))
  await first.renew()
  items = [{ id: 'b' }]
  await first.renew()
  await first.close()
  const second = openListPacks(kernel)
  assert.deepEqual(ids((await second.last('home'))!), ['b'])
  assert.deepEqual(ids((await second.last('../elsewhere'))!), ['b'])
  await second.close()
})

test('a disk that takes nothing leaves the pack in memory; a pack that cannot be made leaves the one before', async () => {
  const full = { ...kernel.blobs, put: () => Promise.reject(new Error('ENOSPC')), get: async () => null }
  const packs = openListPacks({ ...kernel, blobs: full })
  let broken = false
  packs.keep('home', () => {
    if (broken) throw new Error('broken')
    return pack('home', [{ id: 'a' }])
  })
  broken = true
  await packs.renew()
  assert.deepEqual(ids((await packs.last('home'))!), ['a'])
  await packs.close()
})

test('a damaged pack is none', async () => {
  await kernel.blobs.put('packs/home.json', new TextEncoder().encode('{"slate":'))
  const packs = openListPacks(kernel)
  assert.equal(await packs.last('home'), null)
  await packs.close()
})

test('a pack cut short anywhere but before its sum, or with one byte changed anywhere, is none', async () => {
  const packs = openListPacks(kernel)
  packs.keep('home', () => pack('home', [{ id: 'a' }, { id: 'bé' }]))
  await packs.close()
  const written = (await kernel.blobs.get('packs/home.json'))!
  const read = async (bytes: Uint8Array): Promise<ListPack | null> => {
    const again = openListPacks({ ...kernel, blobs: { ...kernel.blobs, get: async () => bytes } })
    await again.close()
    return await again.last('home')
  }
  assert.deepEqual(ids((await read(written))!), ['a', 'bé'])
  const text = written.lastIndexOf(0x0a)
  assert.deepEqual(ids((await read(written.subarray(0, text)))!), ['a', 'bé'], 'as an earlier Lectern wrote it')
  await fc.assert(
    fc.asyncProperty(fc.nat(written.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const damaged = Uint8Array.from(written)
      damaged[at]! ^= change
      assert.equal(await read(damaged), null)
      if (at !== text) assert.equal(await read(written.subarray(0, at)), null)
    }),
    { seed: 8, numRuns: 300 },
  )
})

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openBlobs, sha256 } from './blobs.ts'

const folder = mkdtempSync(join(tmpdir(), 'lectern-blobs-'))
after(() => rmSync(folder, { recursive: true }))
const blobs = openBlobs(folder)

test('what was put is got, with its checksum, and nothing half written stays', async () => {
  const bytes = new Uint8Array([1, 2, 3])
  assert.equal(await blobs.put('a/b.bin', bytes), sha256(bytes))
  assert.deepEqual([...((await blobs.get('a/b.bin')) ?? [])], [1, 2, 3])
  assert.deepEqual(readdirSync(join(folder, 'a')), ['b.bin'])
})

test('a missing blob is null', async () => assert.equal(await blobs.get('nothing'), null))

test('a name cannot leave the folder', async () => {
  await assert.rejects(blobs.put('../outside', new Uint8Array()), /leaves its folder/)
  assert.equal(existsSync(join(folder, '../outside')), false)
})

test('a write that fails leaves nothing half written', async () => {
  mkdirSync(join(folder, 'in-the-way', 'x'), { recursive: true })
  await assert.rejects(blobs.put('in-the-way', new Uint8Array([1])), /in-the-way/)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  )
})

test('what a writer that died left is removed when it is old, and nothing else', async () => {
  await blobs.put('kept/whole.bin', new Uint8Array([1]))
  for (const name of ['old.bin.7.part', 'new.bin.8.part']) writeFileSync(join(folder, 'kept', name), 'half')
  utimesSync(join(folder, 'kept', 'old.bin.7.part'), 1, 1)
  assert.equal(await blobs.sweep(1_000_000), 1)
  assert.deepEqual(readdirSync(join(folder, 'kept')).sort(), ['new.bin.8.part', 'whole.bin'])
})

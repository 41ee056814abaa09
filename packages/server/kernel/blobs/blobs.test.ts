import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
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

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { recountSignals } from '../events/events.ts'
import { logRows } from '../events/testing.ts'
import type { Failure } from '../kernel/failure.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { type ImportResult, importPath } from './imports.ts'

let kernel: TestKernel
let folder: string
beforeEach(async () => {
  kernel = await testKernel()
  folder = mkdtempSync(join(tmpdir(), 'lectern-import-'))
})
afterEach(async () => {
  await kernel.close()
  rmSync(folder, { recursive: true, force: true })
})

const header = 'reader,item,kind,at\n'
/** Every seventh row is broken; rows differ, so that packed bytes do not repeat. */
const rows = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, n) => {
    const row = from + n
    return `r${row % 97},i${(row * 7919) % 1009},${row % 7 === 0 ? 'nod' : 'open'},${1_700_000_000_000 + ((row * 104_729) % 90_000_000)}\n`
  }).join('')
const write = (name: string, bytes: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const bring = (path: string, more: { signal?: AbortSignal; chunkEvents?: number; progress?(): void } = {}) =>
  importPath(kernel, { format: 'csv', path, signal: new AbortController().signal, ...more })
const sound = (count: number): number => count - Math.ceil(count / 7)

async function assertWhole(result: ImportResult, count: number): Promise<void> {
  const log = await logRows(kernel)
  assert.equal(log.length, sound(count))
  assert.equal(new Set(log.map(({ id }) => id)).size, sound(count))
  assert.deepEqual([result.events, result.rejected], [sound(count), count - sound(count)])
  const kept = await kernel.database.pool.query('select * from signal order by reader, item, kind')
  await kernel.database.pool.query('truncate signal')
  await recountSignals(kernel)
  const recounted = await kernel.database.pool.query('select * from signal order by reader, item, kind')
  assert.deepEqual(kept.rows, recounted.rows)
}
const count = 60_000

test('when counting one file fails while the next is read, nothing stays open, and the same command goes on', async () => {
  write('events-1.csv', header + rows(0, 1000))
  write('events-2.csv', header + rows(1000, 2000))
  await kernel.database.pool.query('alter table signal rename to away')
  await assert.rejects(bring(folder), /signal/)
  await kernel.database.pool.query('alter table away rename to signal')
  const { pool } = kernel.database
  assert.equal(pool.totalCount, pool.idleCount, 'every connection was given back')
  const again = await bring(folder)
  assert.deepEqual(
    again.files.map(({ state }) => state),
    ['continued', 'continued'],
  )
  assert.equal((await logRows(kernel)).length, sound(1000) * 2)
})

test('a finished file is not read again, under whatever name and packing', async () => {
  const text = header + rows(0, 1000)
  await bring(write('events.csv', text))
  const again = await bring(write('events-again.csv.gz', gzipSync(text)))
  assert.equal(again.files[0]?.state, 'already imported')
  await assertWhole(again, 1000)
})

test('an import that is interrupted keeps what it read and goes on from there', async () => {
  const path = write('events.csv', header + rows(0, count))
  let total = 0
  for (let round = 0; round < 2; round += 1) {
    const stop = new AbortController()
    const stopped = bring(path, { signal: stop.signal, chunkEvents: 5000, progress: () => stop.abort() })
    await assert.rejects(stopped, (cause: Failure) => cause.kind === 'interrupted')
    const log = await logRows(kernel)
    assert.ok(log.length > total || round > 0)
    total = log.length
  }
  assert.ok(total > 0 && total < sound(count))
  const result = await bring(path)
  assert.equal(result.files[0]?.state, 'continued')
  await assertWhole(result, count)
})

for (const dies of [1, 2, 3]) {
  test(`an import that dies while it publishes chunk ${dies} neither loses nor doubles a row`, async () => {
    const path = write('events.csv', header + rows(0, count))
    let published = 0
    const dying = {
      ...kernel,
      chance: {
        ...kernel.chance,
        // Each chunk has a file for each of two days.
        uuid: () => {
          published += 1
          if (published === dies * 2) throw new Error('died')
          return kernel.chance.uuid()
        },
      },
    }
    const signal = new AbortController().signal
    await assert.rejects(importPath(dying, { format: 'csv', path, signal, chunkEvents: 8000 }), /died/)
    const before = (await logRows(kernel)).length
    assert.ok(dies === 1 ? before === 0 : before > 0 && before < sound(count), `${before} events kept`)
    await assertWhole(await bring(path, { chunkEvents: 8000 }), count)
    assert.deepEqual(readdirSync(kernel.blobs.path('scratch')), [])
  })
}

test('a truncated gzip says so, keeps what it has, and goes on when the whole file comes', async () => {
  const packed = gzipSync(header + rows(0, count))
  const path = write('events.csv.gz', packed.subarray(0, packed.length >> 1))
  await assert.rejects(bring(path), /events\.csv\.gz is truncated/)
  await assert.rejects(bring(path), /is truncated/)
  const kept = (await logRows(kernel)).length
  assert.ok(kept > sound(count) / 4 && kept < sound(count), `${kept} events kept`)
  const result = await bring(write('events.csv.gz', packed))
  assert.equal(result.files[0]?.state, 'continued')
  await assertWhole(result, count)
})

test('a file that has grown brings only its new rows', async () => {
  const path = write('events.csv', header + rows(0, 500))
  await bring(path)
  write('events.csv', header + rows(0, 800))
  await assertWhole(await bring(path), 800)
})

test('a file with another beginning is another file', async () => {
  await bring(write('events.csv', header + rows(0, 700)))
  const other = await bring(write('events-2.csv', header + rows(700, 1400)))
  assert.equal(other.files[0]?.state, 'imported')
  assert.equal((await logRows(kernel)).length, sound(1400))
})

test('quotes that begin in the middle of a file change neither rows nor lines', async () => {
  const quoted = '"r, 1","i\n2",open,1700000000000\nr1,i2,nod,1\n'
  const result = await bring(write('events.csv', `\uFEFF${header.replace('\n', '\r\n')}${rows(1, 7)}${quoted}`))
  assert.equal(result.events, 7)
  assert.deepEqual([result.firstRejected.length, result.firstRejected[0]?.line], [1, 10])
  const strange = (await logRows(kernel)).find(({ item }) => item === 'i\n2')
  assert.equal(strange?.reader, 'r, 1')
})

test('a missing column is named with what was found and what was expected', async () => {
  const wrong = bring(write('mine.csv', 'reader,item,when\na,b,1\n'))
  await assert.rejects(wrong, (cause: Failure) => {
    assert.match(cause.message, /mine\.csv: column "at" missing\. Found: reader, item, when/)
    assert.match(cause.advice ?? '', /Expected: reader, item, at/)
    return true
  })
  await assert.rejects(bring(write('events.csv', '')), /Found: an empty file/)
})

test('unknown data sets, missing paths and folders without a known file are told what would be right', async () => {
  const signal = new AbortController().signal
  const advice = (pattern: RegExp) => (cause: Failure) => pattern.test(`${cause.message} ${cause.advice}`)
  await assert.rejects(importPath(kernel, { format: 'netflix', path: folder, signal }), advice(/Known: globo, .*opml/))
  await assert.rejects(bring(join(folder, 'nowhere')), advice(/nowhere.* does not exist/i))
  await assert.rejects(bring(folder), advice(/Expected: items\.csv.*events\.csv/))
})

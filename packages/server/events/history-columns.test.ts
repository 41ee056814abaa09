import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { text, withDuck, withScratch } from './duck.ts'
import { recordEvents, rollClosedHours } from './events.ts'
import { readHistory } from './history.ts'
import { hashFile } from './history-write.ts'
import { insertHistoryFiles } from './queries.ts'
import { open, putTestItems, uuid } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a'])
})
after(() => kernel.close())

/** A file as Lectern wrote it before events had a region. */
async function listOldFile(at: number): Promise<void> {
  const path = 'history/day=2025-12-01/roll-old.parquet'
  await kernel.blobs.put(path, new Uint8Array())
  await withScratch(kernel, (scratch) =>
    withDuck(scratch, (duck) =>
      duck.run(`copy (select ${text(uuid(1))}::uuid as id, 'ada' as reader, 'a' as item, 'open' as kind,
        null::varchar as surface, null::uuid as slate, 2::integer as slot, null::integer as dwell_ms,
        null::float as fraction, true as "on", null::varchar as detail, ${at}::bigint as "at",
        ${at}::bigint as received_at) to ${text(kernel.blobs.path(path))} (format parquet)`),
    ),
  )
  const client = await kernel.database.pool.connect()
  const sha256 = await hashFile(kernel.blobs.path(path))
  const told = { path, day: '2025-12-01', rows: 1, bytes: 0, sha256, minAt: at, maxAt: at, source: 'roll' }
  await insertHistoryFiles(client, [told], at)
  client.release()
}

test('files from before events had a region are read beside younger ones and the table; theirs is unknown', async () => {
  await listOldFile(Date.UTC(2025, 11, 1, 10))
  const look = async () => {
    const seen: [string, string | null][] = []
    for await (const batch of readHistory(kernel, { ids: true }))
      for (let k = 0; k < batch.size; k++) seen.push([batch.id[k]!, batch.region[k]!])
    return seen
  }
  assert.deepEqual(await look(), [[uuid(1), null]])
  await recordEvents(kernel, { events: [open(2, kernel.clock(), { region: 'DE' })] }, { kind: 'anonymous' })
  const all = [
    [uuid(1), null],
    [uuid(2), 'DE'],
  ]
  assert.deepEqual(await look(), all)
  kernel.advance(3_600_000)
  await rollClosedHours(kernel)
  assert.deepEqual(await look(), all)
})

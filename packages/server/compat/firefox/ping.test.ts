// Pings as strangers may send them: whatever the bytes are, the answer is a ping, what is wrong, or too large; soon.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { wireEvent } from '@lectern/protocol/events/events.ts'
import fc from 'fast-check'
import { maxUnpackedBytes, readPing } from './ping.ts'
import { eventsOf } from './ping-events.ts'
import { content, packedPing } from './testing.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const telling = {
  document: '00000000-0000-4000-8000-000000000001',
  device: '00000000-0000-4000-8000-000000000002',
  surface: null,
  region: null,
  now: 1_767_268_800_000,
}
const sound = packedPing([
  content('impression', { corpus_item_id: 'a', position: '0' }),
  content('click', { corpus_item_id: 'b', position: '1' }),
])

test('a ping cut short anywhere is malformed, never half a ping', async () => {
  for (let end = 0; end < sound.length; end++)
    assert.equal((await readPing(sound.subarray(0, end))).kind, 'malformed', `${end} bytes`)
})

test('a ping with one byte changed is read as it was or malformed', async () => {
  const before = await readPing(sound)
  await fc.assert(
    fc.asyncProperty(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const damaged = sound.slice()
      damaged[at]! ^= change
      const read = await readPing(damaged)
      if (read.kind === 'ping') assert.deepEqual(read, before)
      else assert.equal(read.kind, 'malformed')
    }),
    { seed: 9, numRuns: 300 },
  )
})

test('a bomb is too large, also as a stream in several parts', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))
  assert.ok(bomb.length < 256 * 1024)
  assert.equal((await readPing(bomb)).kind, 'too-large')
  const part = gzipSync(Buffer.alloc(maxUnpackedBytes / 2, 0x20))
  assert.equal((await readPing(Buffer.concat([part, part, part]))).kind, 'too-large')
})

test('JSON of any depth, numbers of any size and wrong types are malformed or leave their events out', async () => {
  const deep = 500_000
  const malformed = [
    ...['', 'null', '[]', '{"events":{}}', '{"events":null}', '\ufeff', '{"events":[]', '1e999'],
    `{"events":${'['.repeat(deep)}`,
  ]
  for (const text of malformed) assert.equal((await readPing(bytesOf(text))).kind, 'malformed', text.slice(0, 40))
  const read = await readPing(
    bytesOf(
      `{"events":[${'['.repeat(deep)}${']'.repeat(deep)},1e999,null,{"category":1,"name":"x"},` +
        '{"category":"newtab_content","name":"click","extra":{"corpus_item_id":"a","__proto__":"x","glean_timestamp":"1e999"}},' +
        '{"category":"newtab_content","name":"click","extra":{"corpus_item_id":7}}],"client_info":7,"metrics":{"string":[]}}',
    ),
  )
  assert.ok(read.kind === 'ping')
  assert.deepEqual([read.ping.clientId, read.ping.surface, read.ping.events.length], [null, null, 1])
  assert.equal(eventsOf(read.ping.events, telling)[0]?.at, telling.now)
})

test('whatever stands in the fields, what becomes an event fits the contract of events or is refused by it alone', async () => {
  const strange = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('', '\0', '\ud800', '__proto__', 'constructor', '-1', '1e999', '999999999999999', 'NaN', 'true'),
  )
  const names = fc.constantFrom(
    ...['impression', 'click', 'dismiss', 'thumb_voting_interaction', 'report_content_submit', 'toString'],
    ...['sections_follow_section', 'sections_block_section', 'sections_unblock_section'],
  )
  const keys = fc.constantFrom(
    ...['corpus_item_id', 'position', 'recommended_at', 'section', 'report_reason', 'glean_timestamp', 'thumbs_up'],
    ...['thumbs_down', 'is_sponsored', '__proto__'],
  )
  const event = fc.record({ category: strange, name: names, extra: fc.dictionary(keys, strange) })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 5 }), async (events) => {
      const read = await readPing(bytesOf(JSON.stringify({ events })))
      assert.ok(read.kind === 'ping')
      assert.equal(read.ping.events.length, events.length)
      for (const made of eventsOf(read.ping.events, telling)) {
        const wrong = wireEvent.safeParse(made).error?.issues.map(({ path }) => path[0]) ?? []
        // Only what is told word for word may not fit: the door of events refuses it with its words.
        for (const path of wrong) assert.ok(['item', 'section'].includes(String(path)), JSON.stringify(made))
      }
    }),
    { seed: 10, numRuns: 300 },
  )
})

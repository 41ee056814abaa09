// The contract of event kinds: each one the wire has is taken in, stored, counted once, and means what it should.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventKinds, wireEvent } from '@lectern/protocol/events/events.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { recordEvents, signalsOf } from './events.ts'
import { canBeTakenBack, kindsOf } from './kinds.ts'
import { putTestItems, uuid } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a'])
})
after(() => kernel.close())

const reader = { kind: 'reader', reader: 'ada', name: 'Ada', role: 'reader', grants: [] } as const
const fields = { item: 'a', section: 's', dwellMs: 1000, fraction: 0.5, target: 'topic', reason: 'spam' }

/** An event of this kind with every field it needs. */
function example(kind: string, n: number): object {
  const { shape } = wireEvent.options.find((option) => option.shape.kind.value === kind)!
  const own = Object.entries(fields).filter(([field]) => field in shape)
  return { kind, id: uuid(n), at: kernel.clock(), ...Object.fromEntries(own) }
}

for (const [n, kind] of eventKinds.entries())
  test(`${kind}: is stored, counted once, and refused with a field too many`, async () => {
    const sent = example(kind, 100 + n)
    const receipt = await recordEvents(kernel, { events: [sent, sent, { ...sent, id: uuid(300 + n), odd: 1 }] }, reader)
    assert.deepEqual([receipt.accepted, receipt.repeated], [1, 1], JSON.stringify(receipt.refused))
    assert.deepEqual(
      receipt.refused.map(({ index, reason }) => [index, reason]),
      [[2, 'invalid']],
    )
    const stored = await kernel.database.pool.query('select kind from event where id = $1', [uuid(100 + n)])
    assert.deepEqual(stored.rows, [{ kind }])
  })

for (const [n, kind] of eventKinds.filter(canBeTakenBack).entries())
  test(`${kind}: can be taken back`, async () => {
    const of = async () => (await signalsOf(kernel, 'ada', { kinds: [kind], limit: 10 })).length
    assert.equal(await of(), 1)
    kernel.advance(1000)
    await recordEvents(kernel, { events: [{ ...example(kind, 500 + n), on: false }] }, reader)
    assert.equal(await of(), 0)
  })

test('opening is interest and attention, being shown is neither, what is dismissed is heeded by lists', () => {
  for (const meaning of ['interest', 'attention', 'done'] as const) assert.ok(kindsOf(meaning).includes('open'))
  for (const meaning of ['interest', 'attention', 'done', 'choice'] as const)
    assert.ok(!kindsOf(meaning).includes('impression'))
  assert.ok(kindsOf('choice').includes('dismiss') && !kindsOf('interest').includes('dismiss'))
  assert.ok(kindsOf('interest').includes('read') && !kindsOf('attention').includes('read'))
})

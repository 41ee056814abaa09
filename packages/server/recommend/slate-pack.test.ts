import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packRecord, unpackRecord } from './slate-pack.ts'

/** JSON has no -0. */
const plain = (value: number): number => value + 0

const json = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.array(fc.integer({ min: -5, max: 70_000 }), { maxLength: 40 }),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }).map(plain), { maxLength: 40 }),
    fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }).map(plain), { maxLength: 40 }),
    fc.array(fc.constantFrom('tech', 'ärzte', null, '$'), { maxLength: 40 }),
    fc.array(fc.string(), { maxLength: 40 }),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(again('value'), { maxLength: 12 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '$' && key !== '__proto__'),
      again('value'),
      { maxKeys: 6, noNullPrototype: true },
    ),
  ),
})).value

test('whatever JSON can hold comes back the same', () => {
  fc.assert(
    fc.property(json, (value) => {
      assert.deepEqual(unpackRecord(packRecord(value)), value)
    }),
    { seed: 20_261_125, numRuns: 500 },
  )
})

test('typed arrays come back as arrays of the same numbers', () => {
  const strengths = Float64Array.from({ length: 100 }, (_, k) => Math.PI * k)
  const rows = Int32Array.from({ length: 100 }, (_, k) => 1000 * k)
  const record = { strengths, rows, few: Float32Array.of(0.5) }
  assert.deepEqual(unpackRecord(packRecord(record)), {
    strengths: Array.from(strengths),
    rows: Array.from(rows),
    few: [0.5],
  })
})

test('a column of repeated names costs one byte an entry', () => {
  const topics = Array.from({ length: 10_000 }, (_, k) => `topic number ${k % 20}`)
  const spare = 20 * 20 + 100
  assert.ok(packRecord({ topics }).length < topics.length + spare)
})

test('bytes of another layout are refused', () => {
  const packed = packRecord({ a: 1 })
  packed[0] = 9
  assert.throws(() => unpackRecord(packed), /layout 9/)
})

test('a field that would be taken for a column is refused', () => {
  assert.throws(() => packRecord({ inner: { $: 'u8' } }), /may not be called/)
})

test('bytes inside a larger buffer are read from where they lie', () => {
  const packed = packRecord({ kind: 'private', take: 30 })
  const inside = Buffer.concat([Buffer.from('abc'), packed, Buffer.from('def')]).subarray(3, 3 + packed.length)
  assert.deepEqual(unpackRecord(inside), { kind: 'private', take: 30 })
})

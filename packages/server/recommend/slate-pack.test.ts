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

const some = { rows: Array.from({ length: 40 }, (_, k) => k), names: Array(30).fill('tech'), same: Array(20).fill(7) }

test('bytes cut short anywhere, or with one byte changed anywhere, are refused in words', () => {
  const packed = packRecord(some)
  for (let end = 0; end < packed.length; end++)
    assert.throws(() => unpackRecord(packed.subarray(0, end)), /^RangeError: slate record: /, `${end} bytes`)
  fc.assert(
    fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = packed.slice()
      damaged[at]! ^= change
      assert.throws(() => unpackRecord(damaged), /^RangeError: slate record: /)
    }),
    { seed: 7, numRuns: 1000 },
  )
  assert.throws(() => unpackRecord(Uint8Array.of(...packed, 0)), /bytes of/)
})

/** As Lectern wrote it before there was a sum. */
function layout2(header: string, columns: readonly number[] = []): Uint8Array {
  const start = (8 + header.length + 7) & ~7
  const bytes = new Uint8Array(start + columns.length)
  new DataView(bytes.buffer).setUint32(0, 2, true)
  new DataView(bytes.buffer).setUint32(4, header.length, true)
  bytes.set(new TextEncoder().encode(header), 8)
  bytes.set(columns, start)
  return bytes
}

test('what was written before there was a sum is read, and refused when its header makes no sense', () => {
  assert.deepEqual(unpackRecord(layout2('{"a":{"$":"u8","at":0,"n":3},"b":{"$":4,"n":2}}', [1, 2, 3])), {
    a: [1, 2, 3],
    b: [4, 4],
  })
  const senseless = [
    '{"a":{"$":"u8","at":0,"n":4}}',
    '{"a":{"$":"u8","at":-90,"n":1}}',
    '{"a":{"$":"constructor","at":0,"n":1}}',
    '{"a":{"$":4,"n":1e12}}',
    '{"a":{"$":null}}',
    '{"a"',
  ]
  for (const header of senseless) assert.throws(() => unpackRecord(layout2(header)), /header is damaged/, header)
})

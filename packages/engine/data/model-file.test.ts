import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrayOf, matrixOf, modelFileKind, readModelFile, writeModelFile } from './model-file.ts'

const file = {
  kind: 'toy/1',
  meta: { items: ['plain', 'Übermäßig 読む', '\ud800'], reg: 0.5 },
  arrays: {
    bytes: Uint8Array.of(1, 2, 3),
    weights: Float32Array.of(0.5, -1),
    at: Float64Array.of(1e300),
    rows: Int32Array.of(-1),
    small: { values: Int8Array.of(-127, 0, 5, 127, 1, 2), scales: Float32Array.of(0.5, 2) },
  },
}

test('what was written is read', () => {
  assert.deepEqual(readModelFile(writeModelFile(file), 'toy/1'), file)
  assert.equal(modelFileKind(writeModelFile(file)), 'toy/1')
})

test('any header and arrays survive', () => {
  const any = fc.record({ meta: fc.jsonValue(), name: fc.string({ unit: 'binary' }), values: fc.float32Array() })
  fc.assert(
    fc.property(any, ({ meta, name, values }) => {
      const read = readModelFile(writeModelFile({ kind: 'any', meta, arrays: { [`a${name}`]: values } }), 'any')
      assert.deepEqual(read.arrays[`a${name}`], values)
      assert.equal(JSON.stringify(read.meta), JSON.stringify(meta))
    }),
    { seed: 3, numRuns: 100 },
  )
})

test('arrays are views on the bytes when the bytes are aligned, copies when not', () => {
  const bytes = writeModelFile(file)
  assert.equal(arrayOf(readModelFile(bytes), 'weights', Float32Array).buffer, bytes.buffer)
  const odd = new Uint8Array(bytes.length + 1).subarray(1)
  odd.set(bytes)
  assert.deepEqual(readModelFile(odd, 'toy/1'), file)
})

test('foreign, newer, longer and other-kind files are refused with the reason', () => {
  const bytes = writeModelFile(file)
  assert.throws(() => readModelFile(Uint8Array.of(1, 2, 3), 'toy/1'), /not a Lectern model file/)
  assert.throws(() => readModelFile(bytes, 'ease/1'), /holds "toy\/1", expected "ease\/1"/)
  const newer = bytes.slice()
  newer[8] = 9
  assert.throws(
    () => readModelFile(newer),
    /layout version 9; this program reads versions 1 and 2: a newer one wrote it/,
  )
  const longer = new Uint8Array(bytes.length + 5)
  longer.set(bytes)
  assert.throws(() => readModelFile(longer), /5 bytes follow its end/)
  assert.throws(() => arrayOf(readModelFile(bytes, 'toy/1'), 'weights', Float32Array, 3), /"weights" of 3 Float32Array/)
})

test('every cut of a file is refused with how much of it is there', () => {
  const bytes = writeModelFile(file)
  for (let length = 0; length < bytes.length; length++)
    assert.throws(
      () => readModelFile(bytes.subarray(0, length), 'toy/1'),
      length < 8 ? /not a Lectern model file/ : /model file: cut short at \d+/,
      `${length} bytes were accepted`,
    )
})

test('every flipped bit is noticed', () => {
  const bytes = writeModelFile(file)
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice()
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(() => readModelFile(flipped, 'toy/1'), /model file: /, `bit ${bit}`)
  }
  const flipped = bytes.slice()
  flipped[bytes.length - 20]! ^= 1
  assert.throws(() => readModelFile(flipped), /damaged: its sum \(XXH32\) is [0-9a-f]+, [0-9a-f]+ when it was written/)
})

test('8-bit rows are given as they are or in single precision', () => {
  const read = readModelFile(writeModelFile(file), 'toy/1')
  const shape = { rows: 2, columns: 3 }
  assert.deepEqual(matrixOf(read, 'small', shape), file.arrays.small)
  assert.deepEqual(arrayOf(read, 'small', Float32Array, 6), Float32Array.of(-63.5, 0, 2.5, 254, 2, 4))
  assert.deepEqual(matrixOf(read, 'weights', { rows: 1, columns: 2 }), file.arrays.weights)
  assert.throws(() => matrixOf(read, 'small', { rows: 3, columns: 3 }), /"small" of 9 Float32Array/)
})

/** With 8 bytes of arrays; a version 1 had no sum, so its header is what protects it. */
function version1(header: string): Uint8Array {
  const padded = header.padEnd(Math.ceil((16 + header.length) / 8) * 8 - 16)
  const bytes = new Uint8Array(16 + padded.length + 8)
  bytes.set(new TextEncoder().encode('LECTERN\n'))
  new DataView(bytes.buffer).setUint32(8, 1, true)
  new DataView(bytes.buffer).setUint32(12, padded.length, true)
  bytes.set(new TextEncoder().encode(padded), 16)
  return bytes
}

test('an entry of version 1 that makes no sense is refused as damaged', () => {
  const sound = { name: 'weights', type: 'f32', offset: 0, length: 2 }
  const wrong = [
    ...[null, 1, 'x', [], {}],
    ...[-8, 4, 8, 0.5, 1e308, null, '0'].map((offset) => ({ ...sound, offset })),
    ...[-1, 3, 1.5, 1e308, null, '2'].map((length) => ({ ...sound, length })),
    ...['f16', 'constructor', '__proto__', null, 'i8'].map((type) => ({ ...sound, type })),
    { ...sound, type: 'i8', rows: 1e308 },
    { ...sound, rows: 2 },
  ]
  const read = (entry: unknown) =>
    readModelFile(version1(JSON.stringify({ kind: 'toy/1', bytes: 8, meta: null, arrays: [entry] })), 'toy/1')
  read(sound)
  for (const entry of wrong)
    assert.throws(() => read(entry), /^Error: model file: damaged entry/, JSON.stringify(entry))
})

test('a file of layout version 1 is still read', () => {
  // { kind: 'toy/1', meta: { a: 1 }, arrays: { weights: Float32Array.of(0.5, -1) } } as version 1 wrote it.
  const bytes = version1(
    '{"kind":"toy/1","bytes":8,"meta":{"a":1},"arrays":[{"name":"weights","type":"f32","offset":0,"length":2}]}',
  )
  new DataView(bytes.buffer).setFloat32(bytes.length - 8, 0.5, true)
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, -1, true)
  const { meta, arrays } = readModelFile(bytes, 'toy/1')
  assert.deepEqual([meta, arrays], [{ a: 1 }, { weights: Float32Array.of(0.5, -1) }])
  assert.throws(() => readModelFile(bytes.subarray(0, bytes.length - 1)), /cut short at \d+ of \d+ bytes/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrayOf, modelFileKind, readModelFile, writeModelFile } from './model-file.ts'

const file = {
  kind: 'toy/1',
  meta: { items: ['plain', 'Übermäßig 読む', '\ud800'], reg: 0.5 },
  arrays: {
    bytes: Uint8Array.of(1, 2, 3),
    weights: Float32Array.of(0.5, -1),
    at: Float64Array.of(1e300),
    rows: Int32Array.of(-1),
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
  assert.equal(readModelFile(bytes, 'toy/1').arrays.weights?.buffer, bytes.buffer)
  const odd = new Uint8Array(bytes.length + 1).subarray(1)
  odd.set(bytes)
  assert.deepEqual(readModelFile(odd, 'toy/1'), file)
})

test('foreign, cut and other-kind files are refused with the reason', () => {
  const bytes = writeModelFile(file)
  assert.throws(() => readModelFile(Uint8Array.of(1, 2, 3), 'toy/1'), /not a Lectern model file/)
  assert.throws(() => readModelFile(bytes, 'ease/1'), /holds "toy\/1", expected "ease\/1"/)
  const newer = bytes.slice()
  newer[8] = 9
  assert.throws(() => readModelFile(newer, 'toy/1'), /layout version 9; this program reads version 1/)
  const broken = bytes.slice()
  broken[16] = 0
  assert.throws(() => readModelFile(broken, 'toy/1'), /header is damaged/)
  assert.throws(() => arrayOf(readModelFile(bytes, 'toy/1'), 'weights', Float32Array, 3), /"weights" of 3 Float32Array/)
})

test('every cut of a file is refused', () => {
  const bytes = writeModelFile(file)
  for (let length = 0; length < bytes.length; length++)
    assert.throws(
      () => readModelFile(bytes.subarray(0, length), 'toy/1'),
      /model file/,
      `${length} bytes were accepted`,
    )
})

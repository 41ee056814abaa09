import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Slabs } from './slabs.ts'

test('a copy stays as it was until it is freed, whatever comes and goes meanwhile', () => {
  const step = fc.oneof(
    fc.record({ bytes: fc.integer({ min: 1, max: 400_000 }) }),
    fc.record({ free: fc.integer({ min: 1, max: 5 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const slabs = new Slabs()
      const held: { copy: Uint8Array; mark: number }[] = []
      steps.forEach((one, k) => {
        if ('free' in one) {
          const copies = Math.min(one.free, held.length)
          held.splice(0, copies)
          slabs.free(copies)
        } else held.push({ copy: slabs.copy(new Uint8Array(one.bytes).fill(k + 1)), mark: k + 1 })
        for (const { copy, mark } of held) assert.ok(copy[0] === mark && copy.at(-1) === mark)
      })
    }),
    { seed: 3, numRuns: 60 },
  )
})

test('the memory of what was freed is used again', () => {
  const slabs = new Slabs()
  const memory = new Set<ArrayBufferLike>()
  for (let k = 0; k < 400; k++) {
    memory.add(slabs.copy(new Uint8Array(30_000)).buffer)
    slabs.free(1)
  }
  assert.ok(memory.size <= 2, `${memory.size} pieces`)
})

test('what is larger than a piece gets one of its own', () => {
  const large = new Uint8Array(3 << 20).fill(7)
  assert.deepEqual(new Slabs().copy(large), large)
})

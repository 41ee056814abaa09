import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addOther, keepCommon, refuseOutside, turnAround } from './row-mask.ts'

const bits = fc.array(fc.nat(1), { maxLength: 23 })
const pair = fc
  .tuple(bits, bits, fc.nat(5), fc.nat(5))
  .map(([a, b, from, fromOther]) => [at(a.slice(0, b.length), from), at(b.slice(0, a.length), fromOther)] as const)

/** A mask that begins at any byte of its memory. */
function at(values: readonly number[], from: number): Uint8Array {
  const memory = new Uint8Array(from + values.length)
  memory.set(values, from)
  return memory.subarray(from)
}

test('masks combine row by row, wherever they lie in memory', () => {
  fc.assert(
    fc.property(pair, ([mask, other]) => {
      const [common, either, opposite] = [mask.slice(), mask.slice(), mask.slice()]
      keepCommon(common, other)
      addOther(either, other)
      turnAround(opposite)
      assert.deepEqual(
        Array.from(common),
        Array.from(mask, (bit, row) => bit & other[row]!),
      )
      assert.deepEqual(
        Array.from(either),
        Array.from(mask, (bit, row) => bit | other[row]!),
      )
      assert.deepEqual(
        Array.from(opposite),
        Array.from(mask, (bit) => 1 - bit),
      )
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('what lies outside is refused once, and what an earlier filter refused stays its own', () => {
  const codes = fc.array(fc.constantFrom(0, 0, 1, 7, 126, 127), { maxLength: 23 })
  fc.assert(
    fc.property(bits, codes, fc.nat(3), fc.integer({ min: 1, max: 127 }), (allowedBits, codeList, from, code) => {
      const length = Math.min(allowedBits.length, codeList.length)
      const allowed = at(allowedBits.slice(0, length), from)
      const refused = Uint8Array.from(codeList.slice(0, length))
      const expected = Array.from(refused, (before, row) => (before === 0 && allowed[row] === 0 ? code : before))
      const changed = expected.filter((after, row) => after !== refused[row]).length
      assert.equal(refuseOutside(allowed, refused, code), changed)
      assert.deepEqual(Array.from(refused), expected)
    }),
    { seed: 2, numRuns: 500 },
  )
})

test('of many rows all are counted', () => {
  const refused = new Uint8Array(5003)
  assert.equal(refuseOutside(new Uint8Array(5003), refused, 127), 5003)
  assert.ok(refused.every((code) => code === 127))
})

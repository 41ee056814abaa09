import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomState } from '../testing/random-state.ts'
import { uniteProposals } from './unite-proposals.ts'

const state = randomState({ seed: 'union', rows: 20, modelItems: 0 })
const proposal = (rows: readonly number[]) => ({ rows: Int32Array.from(rows), scores: new Float64Array(rows.length) })
const anyRows = fc.array(fc.integer({ min: -2, max: 21 }), { maxLength: 12 })

test('candidates are the allowed rows of all proposals, ascending, each with those that hold it', () => {
  fc.assert(
    fc.property(fc.array(anyRows, { maxLength: 5 }), fc.array(fc.nat(19)), (lists, closed) => {
      const refused = new Uint8Array(20)
      for (const row of closed) refused[row] = 1
      const { rows, sources } = uniteProposals(lists.map(proposal), { state, refused })
      const expected = [...Array(20).keys()].filter((row) => refused[row] === 0 && lists.flat().includes(row))
      assert.deepEqual([...rows], expected)
      assert.deepEqual(
        [...sources],
        expected.map((row) => lists.reduce((bits, list, k) => bits | (list.includes(row) ? 1 << k : 0), 0)),
      )
    }),
    { seed: 9, numRuns: 200 },
  )
})

test('the thirty-second source is told apart, a thirty-third is refused', () => {
  const refused = new Uint8Array(20)
  const many = Array.from({ length: 32 }, () => proposal([4]))
  assert.deepEqual(uniteProposals(many, { state, refused }).sources, Uint32Array.of(0xffffffff))
  assert.throws(() => uniteProposals([...many, proposal([])], { state, refused }), /33 sources/)
})

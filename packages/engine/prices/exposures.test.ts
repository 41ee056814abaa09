import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uniform } from '../pipeline/explore.ts'
import { slots } from '../pipeline/rerank/slots.ts'
import { replay } from '../pipeline/run.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { listContext } from '../testing/list-scene.ts'
import { exposures } from './exposures.ts'

const scene = listContext({ items: Array.from({ length: 8 }, () => ({})), request: { take: 3 } })
const recorded = { sources: [{ source: 'all', rows: [0, 1, 2, 3, 4, 5, 6, 7], scores: new Float64Array(8) }] }
const inputs = { request: scene.request, state: scene.state, recorded }
const recipe = (share: number): Recipe => ({
  name: 'test',
  version: '1',
  filters: [],
  sources: [],
  scorers: [
    {
      name: 'by row',
      rung: 'popular',
      score: (_, rows) => ({
        scores: Float64Array.from(rows, (row) => 8 - row),
        explain: () => ({ kind: 'popular', contributions: [], parts: [] }),
      }),
    },
  ],
  rerank: [slots({ chance: uniform({ share }) })],
})
const examination = [1, 0.5, 0.25]

test('without chance an item is looked at as its slot is, others never', () => {
  const { rows, seen, variance } = exposures(recipe(0), inputs, { walks: 5, examination })
  assert.deepEqual([...rows], [0, 1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual([...seen], [1, 0.5, 0.25, 0, 0, 0, 0, 0])
  assert.ok(variance.every((one) => one === 0))
})

test('with chance it is what happens over many seeds, and the looks of all items together are those of the slots', () => {
  const made = exposures(recipe(0.5), inputs, { walks: 400, examination })
  const counted = new Float64Array(8)
  const runs = 4000
  for (let seed = 0; seed < runs; seed++)
    for (const { row, slot } of replay(recipe(0.5), { ...scene.request, seed }, scene.state, recorded).items)
      counted[row]! += examination[slot]! / runs
  made.seen.forEach((seen, row) => {
    const margin = 4 * Math.sqrt(made.variance[row]! + 0.25 / runs)
    assert.ok(Math.abs(seen - counted[row]!) < margin, `row ${row}: ${seen} against ${counted[row]}`)
  })
  assert.ok(Math.abs(made.seen.reduce((a, b) => a + b, 0) - 1.75) < 1e-9)
})

test('slots below the last known one are looked at like it; options out of range are named', () => {
  const { seen } = exposures(recipe(0), inputs, { walks: 1, examination: [0.5] })
  assert.deepEqual([...seen.subarray(0, 4)], [0.5, 0.5, 0.5, 0])
  assert.throws(() => exposures(recipe(0), inputs, { walks: 0, examination }), /walks is 0/)
  assert.throws(() => exposures(recipe(0), inputs, { walks: 1, examination: [] }), /no slot/)
})

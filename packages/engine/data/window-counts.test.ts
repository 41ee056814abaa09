import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { WindowCounts } from './window-counts.ts'

test('counts are those of the half-open window, also when it holds thousands', () => {
  const rng = derive('window')
  const window = new WindowCounts(5, 3000)
  const log: { row: number; at: number }[] = []
  for (let at = 0; at < 8000; at++) {
    if (at % 500 === 250) {
      window.moveTo(at)
      const expected = [0, 0, 0, 0, 0]
      for (const event of log) if (event.at >= at - 3000) expected[event.row]!++
      assert.deepEqual(Array.from(window.counts), expected)
    }
    const event = { row: rng.integer(5), at }
    log.push(event)
    window.observe(event)
  }
})

test('an event exactly one window old still counts, and candidates leave out what is named', () => {
  const window = new WindowCounts(4, 10)
  for (const row of [3, 1, 0]) window.observe({ row, at: 5 })
  window.moveTo(15)
  assert.deepEqual(Array.from(window.rowsWithout([1, 2])), [0, 3])
  window.moveTo(15.5)
  assert.deepEqual(Array.from(window.rowsWithout([])), [])
})

test('a row or window that cannot be is refused', () => {
  assert.throws(() => new WindowCounts(3, 0), /windowMs is 0/)
  assert.throws(() => new WindowCounts(3, 1).observe({ row: 3, at: 0 }), /row 3/)
})

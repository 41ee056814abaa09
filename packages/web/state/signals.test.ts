import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf, itemsWith, type Signal, withSignal } from './signals.ts'

test('a signal is in force once, newest first, and can be taken back', () => {
  const save: Signal = { item: 'a', kind: 'save' }
  const once = withSignal([], save, true)
  const both = withSignal(once, { item: 'b', kind: 'save' }, true)
  assert.deepEqual([...itemsWith(withSignal(both, save, true), 'save')], ['a', 'b'])
  assert.deepEqual([...itemsWith(withSignal(both, save, false), 'save')], ['b'])
  assert.deepEqual(withSignal(once, { item: 'a', kind: 'like' }, false), once)
})

test('the history of a device is oldest first, each item once, without what was rejected', () => {
  const history = historyOf([
    { item: 'c', kind: 'dismiss', at: 5 },
    { item: 'a', kind: 'like', at: 4 },
    { item: 'c', kind: 'open', at: 3 },
    { item: 'b', kind: 'save', at: 2 },
    { item: 'a', kind: 'open', at: 1 },
  ])
  assert.deepEqual(history, [
    { item: 'b', at: 2 },
    { item: 'a', at: 4 },
  ])
})

test('no more than 500 signals are held', () => {
  let signals: Signal[] = []
  for (let i = 0; i < 510; i++) signals = withSignal(signals, { item: `i${i}`, kind: 'open' }, true)
  assert.equal(signals.length, 500)
  assert.equal(signals[0]?.item, 'i509')
})

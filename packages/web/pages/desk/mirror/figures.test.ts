import assert from 'node:assert/strict'
import { test } from 'node:test'
import { few, percent, verdict } from './figures.ts'

test('an effect says something only where its interval leaves 1 out', () => {
  assert.equal(verdict({ factor: 1.4, low: 1.1, high: 1.7 }), 'more')
  assert.equal(verdict({ factor: 1.4, low: 0.9, high: 2.1 }), 'as expected')
  assert.equal(verdict({ factor: 0.5, low: 0.3, high: 0.9 }), 'less')
  assert.equal(verdict(null), 'unknown')
})

test('what too few did is said to be under the threshold, not nought', () => {
  assert.equal(few(null, 20), 'under 20')
  assert.equal(few(1234, 20), '1,234')
})

test('small shares keep a decimal', () => {
  assert.deepEqual([percent(0.034), percent(0.34)], ['3.4 %', '34 %'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greeting } from './greeting.ts'

test('the greeting follows the hour', () => {
  const parts = Array.from({ length: 24 }, (_, hour) => greeting(hour, null).slice('Good '.length))
  assert.deepEqual(parts, [
    ...Array(5).fill('evening'),
    ...Array(7).fill('morning'),
    ...Array(6).fill('afternoon'),
    ...Array(6).fill('evening'),
  ])
})

test('a reader is greeted by name', () => {
  assert.equal(greeting(19, 'Ada'), 'Good evening, Ada')
  assert.equal(greeting(9, ''), 'Good morning')
})

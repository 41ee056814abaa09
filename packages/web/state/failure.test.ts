import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from './api.ts'
import { failureOf, signInFailureOf } from './failure.ts'

test('being offline comes before any other explanation', () => {
  assert.equal(failureOf(new Refused(500, {}), false).title, 'You are offline')
})

test('the server’s own words are shown when it sent any', () => {
  const failure = failureOf(new Refused(503, { title: 'No model', detail: 'Train one first.' }), true)
  assert.deepEqual(failure, { title: 'No model', detail: 'Train one first.' })
  assert.match(failureOf(new Refused(502, {}), true).detail, /502/)
})

test('a used or expired link says how to get another; a broken server does not blame the link', () => {
  assert.equal(signInFailureOf(new Refused(401, {}), true).title, 'This link no longer works')
  assert.notEqual(signInFailureOf(new Refused(500, {}), true).title, 'This link no longer works')
  assert.equal(signInFailureOf(new TypeError('failed to fetch'), true).title, 'Lectern does not answer')
})

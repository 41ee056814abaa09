import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lackOf } from './approval.ts'

const good = { title: 'Soup', excerpt: 'x'.repeat(20), topic: 'food', authors: ['Ida'] }

test('what can be approved lacks nothing', () => {
  assert.deepEqual(lackOf(good), {})
})

test('each field says what it lacks, at its limits', () => {
  assert.deepEqual(Object.keys(lackOf({ title: 'S', excerpt: null, topic: null, authors: [] })), [
    'title',
    'excerpt',
    'topic',
    'authors',
  ])
  assert.ok(lackOf({ ...good, title: 'x'.repeat(256) }).title)
  assert.ok(lackOf({ ...good, excerpt: 'x'.repeat(19) }).excerpt)
  assert.ok(lackOf({ ...good, topic: 'soups' }).topic)
})

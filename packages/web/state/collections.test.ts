import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesIn, slugOf } from './collections.ts'

test('a slug is what the server takes: small letters, digits, single hyphens', () => {
  assert.equal(slugOf('  Été à Paris: 10 stories! '), 'ete-a-paris-10-stories')
  assert.equal(slugOf('—'), '')
})

test('names are told apart by commas', () => {
  assert.deepEqual(namesIn(' Ada Writer,, Otto Other ,'), ['Ada Writer', 'Otto Other'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foreignLanguage, webAddress } from './item-words.ts'

test('only http and https are opened', () => {
  assert.equal(webAddress('https://example.org/a'), 'https://example.org/a')
  assert.equal(webAddress('javascript:alert(1)'), null)
  assert.equal(webAddress(null), null)
})

test('a language is named only when it is not the reader’s', () => {
  assert.equal(foreignLanguage({ language: 'de' }, 'en-GB'), 'German')
  assert.equal(foreignLanguage({ language: 'en-US' }, 'en'), null)
  assert.equal(foreignLanguage({ language: null }, 'en'), null)
  assert.equal(foreignLanguage({ language: '??' }, 'en'), null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { tokenise } from './tokenise.ts'

test('words of any alphabet are lower case in one form, and punctuation is left out', () => {
  assert.deepEqual(tokenise('L’été, 2 DAYS—“naïve” café'), ['l', 'été', '2', 'days', 'naïve', 'café'])
  assert.deepEqual(tokenise('Ёлка и ΛΌΓΟΣ हिन्दी'), ['ёлка', 'и', 'λόγος', 'हिन्दी'])
  assert.deepEqual(tokenise('cafe\u0301 ﬁne Ａ１'), ['café', 'fine', 'a1'])
})

test('a script without spaces gives overlapping pairs, a single letter itself', () => {
  assert.deepEqual(tokenise('東京都は水'), ['東京', '京都', '都は', 'は水'])
  assert.deepEqual(tokenise('水 スーパー'), ['水', 'スー', 'ーパ', 'パー'])
  assert.deepEqual(tokenise('iPhoneを買う2024年'), ['iphone', 'を買', '買う', '2024', '年'])
  assert.deepEqual(tokenise('ที่นี่'), ['ที่นี่'])
})

test('nothing to read gives no words', () => {
  for (const text of ['', '  \n', '—…!?', '\ud800']) assert.deepEqual(tokenise(text), [])
})

test('any text gives words that are words already', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const word of tokenise(text)) {
        assert.match(word, /^[\p{L}\p{M}\p{N}]+$/u)
        assert.ok(tokenise(word).length >= 1, word)
      }
    }),
    { seed: 21, numRuns: 60 },
  )
})

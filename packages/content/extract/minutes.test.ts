import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minutesToRead } from './minutes.ts'

const cases: readonly (readonly [what: string, text: string, language: string | null, minutes: number])[] = [
  ['no text', '', 'en', 0],
  ['a word takes a minute', 'Word.', 'en', 1],
  ['English at 228 words a minute', 'word '.repeat(2280), 'en-GB', 10],
  ['German is read slower', 'Wort '.repeat(1790), 'de', 10],
  ['a language nobody measured', 'vorto '.repeat(1840), 'eo', 10],
  ['Chinese by the character', '字'.repeat(2550), 'zh', 10],
  ['Japanese by the character, faster', '字か'.repeat(1785), 'ja', 10],
  ['English words in Chinese count too', `${'字'.repeat(2550)} ${'word '.repeat(228)}`, 'en', 11],
  ['Thai, which sets no words apart', 'กขคงจ'.repeat(1840), 'th', 10],
  ['marks are no words', '— … ! '.repeat(5000), 'en', 0],
]
for (const [what, text, language, minutes] of cases) {
  test(`minutes: ${what}`, () => assert.equal(minutesToRead(text, language), minutes))
}

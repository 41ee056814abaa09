import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectLanguage } from './language.ts'

const headlines: readonly (readonly [language: string, text: string])[] = [
  ['en', 'The council has approved the budget for the next year'],
  ['de', 'Das Wetter in Berlin bleibt wechselhaft und kühl'],
  ['fr', 'Le gouvernement présente un nouveau plan pour le logement'],
  ['es', 'La reforma de las pensiones llega hoy al Congreso'],
  ['it', 'La squadra ha vinto la partita dopo una lunga attesa'],
  ['pt', 'O presidente da câmara anunciou novas obras na cidade'],
  ['nl', 'De regering presenteert een nieuw plan voor woningbouw'],
  ['sv', 'Regeringen föreslår lägre skatt på arbete nästa år'],
  ['pl', 'Rząd przyjął projekt ustawy o ochronie przyrody'],
  ['ru', 'Правительство утвердило бюджет на следующий год'],
  ['ja', '東京で大きな地震がありました'],
  ['zh', '中国经济增长放缓'],
  ['ar', 'أعلنت الحكومة عن خطة جديدة للإسكان'],
]

for (const [language, text] of headlines) {
  test(`a headline in ${language}`, async () => assert.equal((await detectLanguage(text))?.language, language))
}

test('a longer text is told with more confidence than its start', async () => {
  for (const [, text] of headlines.slice(0, 8)) {
    const [whole, start] = [await detectLanguage(`${text}. `.repeat(5)), await detectLanguage(text.slice(0, 12))]
    assert.ok((whole?.confidence ?? 0) > 0.4)
    assert.ok((start?.confidence ?? 0) < (whole?.confidence ?? 0))
  }
})

test('two words that are much the same in several languages are told with little confidence', async () => {
  assert.ok(((await detectLanguage('Hello world'))?.confidence ?? 0) < 0.1)
  assert.ok(((await detectLanguage('Ny rapport om klima'))?.confidence ?? 0) < 0.2)
})

test('numbers are in no language', async () => {
  assert.equal(await detectLanguage('12345 — 67'), null)
  assert.equal(await detectLanguage(''), null)
})

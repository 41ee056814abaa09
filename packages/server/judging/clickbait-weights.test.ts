import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { baitWeights, learnBait } from '@lectern/engine/judging/clickbait.ts'

test('the weights of clickbait cues are those learnt from the titles of the fixtures', async () => {
  const file = readFileSync(new URL('../../../fixtures/judging/titles.tsv', import.meta.url), 'utf8')
  const titles = file
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
  assert.ok(titles.length >= 200)
  const learnt = await learnBait(titles.map(([kind, title]) => ({ title, baits: kind === 'bait' })))
  assert.deepEqual(learnt, baitWeights)
})

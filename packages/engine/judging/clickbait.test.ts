import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clickbait, learnBait, titleInText } from './clickbait.ts'

const en = { language: 'en' }

test('a title that baits scores high and says by what', () => {
  const bait = clickbait('You Won’t Believe What This Incredible Dog Did Next', en)!
  assert.ok(bait.score > 0.9, `${bait.score}`)
  assert.deepEqual(
    bait.cues.map(({ name }) => name),
    ['pointing', 'hype', 'you', 'withheld', 'feeling'],
  )
})

test('news, questions of fact and guides are left in peace', () => {
  for (const title of [
    'Central bank holds interest rate for the third time this year',
    'Why does bread go stale?',
    'Seven walks along the coast',
    'How to prune an apple tree',
  ])
    assert.ok(clickbait(title, en)!.score < 0.2, `${title}: ${clickbait(title, en)!.score}`)
})

test('each cue only adds, and one alone does not make a warning of a half', () => {
  assert.ok(clickbait('Your rights as a tenant', en)!.score < 0.5)
  assert.ok(clickbait('Your secret rights as a tenant', en)!.score > clickbait('Your rights as a tenant', en)!.score)
})

test('other languages and empty titles are not judged', () => {
  assert.equal(clickbait('Diese Dinge werden Sie nicht glauben', { language: 'de' }), null)
  assert.equal(clickbait('What happened next', { language: null }), null)
  assert.equal(clickbait('…', en), null)
  assert.notEqual(clickbait('A title', { language: 'en-GB' }), null)
})

test('weights learnt from titles where one cue decides put it first', async () => {
  const titles = ['Bread', 'Rain in May', 'Two ships', 'Old maps'].flatMap((title) => [
    { title, baits: false },
    { title: `${title} for you`, baits: true },
  ])
  const { cues, bias } = await learnBait(titles)
  assert.equal(Math.max(...cues), cues[0])
  assert.ok(cues[0]! > 0 && bias < 0)
})

test('the words of a title are looked for in the text', () => {
  const text = Array.from({ length: 150 }, (_, k) => `word${k}`).join(' ')
  assert.equal(titleInText('Word1 and word2 and zebra and lions', text), 0.5)
  assert.equal(titleInText('Word1 and word2 and zebra', 'too short'), null)
  assert.equal(titleInText('Go on', text), null)
})

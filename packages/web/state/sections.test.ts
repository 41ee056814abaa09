import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recommendation } from '@lectern/protocol/rest/recommendations.ts'
import { sections } from './sections.ts'
import { topicTitle } from './topics.ts'

type Kind = Recommendation['reason']['kind']

function entry(slot: number, topic: string | null, kind: Kind = 'popular'): Recommendation {
  const item = { id: `i${slot}`, url: null, title: `T${slot}`, excerpt: null, publisher: null, topic, language: 'en' }
  return {
    slot,
    score: 1,
    propensity: 1,
    item: { ...item, minutes: null, imageUrl: null, publishedAt: null },
    reason: { kind, text: 'Because.', because: [], others: 0, base: 1, parts: [] },
  }
}

const options = { lead: 2, least: 3 }
const shape = (topics: readonly (string | null)[]) =>
  sections({ rung: 'personal', items: topics.map((topic, slot) => entry(slot, topic)) }, options).map((section) => [
    section.id,
    section.items.map((one) => one.slot),
  ])

test('an empty slate has no section', () => {
  assert.deepEqual(shape([]), [])
})

test('the lead comes first and topics follow in order of first appearance', () => {
  assert.deepEqual(shape(['tech', 'food', 'food', 'tech', 'food', 'tech', 'tech', 'food']), [
    ['for-you', [0, 1]],
    ['food', [2, 4, 7]],
    ['tech', [3, 5, 6]],
  ])
})

test('topics with fewer than three items share the last section in slot order', () => {
  assert.deepEqual(shape(['tech', 'food', 'arts', 'food', null, 'arts', 'food', 'food']), [
    ['for-you', [0, 1]],
    ['food', [3, 6, 7]],
    ['more', [2, 4, 5]],
  ])
})

test('every item of the slate is shown exactly once', () => {
  const topics = Array.from({ length: 60 }, (_, i) => ['tech', 'arts', null, 'food', 'odd-topic'][(i * i) % 5] ?? null)
  const slots = sections({ rung: 'popular', items: topics.map((t, slot) => entry(slot, t)) }, { lead: 7, least: 3 })
    .flatMap((section) => section.items.map((one) => one.slot))
    .sort((a, b) => a - b)
  assert.deepEqual(
    slots,
    topics.map((_, i) => i),
  )
})

test('every section says why it is there, from the reasons of its cards', () => {
  const items = [
    entry(0, 'arts'),
    entry(1, 'tech', 'because-you-read'),
    entry(2, 'tech', 'because-you-read'),
    entry(3, 'tech', 'fresh'),
    entry(4, 'food', 'editors-choice'),
    entry(5, 'food', 'editors-choice'),
    entry(6, 'food', 'editors-choice'),
  ]
  const all = sections({ rung: 'editorial', items }, { lead: 1, least: 3 })
  assert.deepEqual(
    all.map((section) => section.why),
    [
      'In the order the editors chose.',
      'Here because of what you read: 2 of these 3 follow from it.',
      'Chosen by the editors.',
    ],
  )
})

test('a topic of an imported data set keeps its own word', () => {
  assert.equal(topicTitle('tech'), 'Technology')
  assert.equal(topicTitle('local_news'), 'Local news')
  assert.equal(topicTitle('toString'), 'ToString')
})

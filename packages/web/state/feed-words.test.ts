import assert from 'node:assert/strict'
import { test } from 'node:test'
import { besideNow, feedFits, healthOf } from './feed-words.ts'

test('the health of a feed is its state, and its failures while it is polled', () => {
  const feed = { state: 'active', failures: 0, polledAt: 1 } as const
  assert.deepEqual(
    [
      feed,
      { ...feed, failures: 2 },
      { ...feed, polledAt: null },
      { ...feed, state: 'paused', failures: 2 } as const,
    ].map(healthOf),
    ['well', 'failing', 'new', 'paused'],
  )
})

test('times beside now are told in the largest unit that fits', () => {
  const now = 1_000_000_000_000
  assert.deepEqual(
    [30_000, 5 * 60_000, -3 * 3_600_000, -86_400_000, 3 * 86_400_000].map((ms) => besideNow(now + ms, now, 'en')),
    ['now', 'in 5 minutes', '3 hours ago', 'yesterday', 'in 3 days'],
  )
})

test('a feed is found by words of its title, folder and address, in any order', () => {
  const feed = { title: 'The Paper', folder: 'News', url: 'https://paper.example/feed' }
  assert.deepEqual(
    ['', 'paper', 'news PAPER', 'paper.example news', 'sport paper'].map((wanted) => feedFits(feed, wanted)),
    [true, true, true, true, false],
  )
})

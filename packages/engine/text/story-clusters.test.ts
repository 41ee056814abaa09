import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type StoryText, storyClusters } from './story-clusters.ts'

const hour = 3_600_000
const told = (title: string, excerpt: string | null = null, at: number | null = 0): StoryText => ({
  title,
  excerpt,
  at,
})
const storm = 'A winter storm closes the mountain road between the two valleys for a week'

test('two tellings of one story share a cluster, named by the earlier one', () => {
  const texts = [
    told('Nothing to do with it: how a small library lends tools to its town', null, 0),
    told('Storm shuts road', `${storm}, says the county`, 5 * hour),
    told('Storm shuts road', storm, 2 * hour),
    told(storm, null, 90 * hour),
  ]
  assert.deepEqual([...storyClusters(texts)], [-1, 2, 2, -1])
})

test('the column of every Monday is not one story', () => {
  const monday = (week: number) =>
    told('What we read this week', 'Five long articles our editors liked', week * 7 * 24 * hour)
  assert.deepEqual([...storyClusters([monday(0), monday(1), monday(2)])], [-1, -1, -1])
})

test('texts that change a little each day do not become one long story', () => {
  const words = Array.from({ length: 60 }, (_, k) => `word${k}`)
  const days = [0, 1, 2, 3].map((day) => told(words.slice(6 * day, 6 * day + 36).join(' '), null, day * 24 * hour))
  // Each is like its neighbours only; the second joins the first, so the third is a first telling again.
  assert.deepEqual([...storyClusters(days, { least: 0.6 })], [0, 0, 2, 2])
})

test('short titles stand alone, and a time that is not known stands in nobody s way', () => {
  assert.deepEqual([...storyClusters([told('Weekly links'), told('Weekly links')])], [-1, -1])
  assert.deepEqual([...storyClusters([told(storm, null, null), told(storm, null, 9 * hour)])], [1, 1])
  assert.deepEqual([...storyClusters([])], [])
})

test('of a thousand copies each tells some story: about fifty share a first telling', () => {
  const story = storyClusters(Array.from({ length: 1000 }, (_, k) => told(storm, null, k * 1000)))
  assert.ok(story.every((first) => first >= 0))
  assert.equal(new Set(story).size, Math.ceil(1000 / 51))
})

test('a cluster has a first telling that is in it and at least one more, all near it in time', () => {
  const text = fc.record({
    title: fc.array(fc.constantFrom('rain', 'wind', 'road', 'town', 'week'), { minLength: 6, maxLength: 9 }),
    at: fc.option(fc.nat(80 * hour)),
  })
  fc.assert(
    fc.property(fc.array(text, { maxLength: 25 }), (drawn) => {
      const texts = drawn.map(({ title, at }) => told(title.join(' '), null, at))
      const story = storyClusters(texts, { least: 0.4 })
      story.forEach((first, row) => {
        if (first < 0) return
        assert.equal(story[first], first)
        assert.ok(story.filter((other) => other === first).length >= 2)
        const [a, b] = [texts[row]!.at, texts[first]!.at]
        assert.ok(a === null || b === null || (a >= b && a - b <= 48 * hour))
      })
    }),
    { seed: 1, numRuns: 100 },
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { nearDuplicates } from './near-duplicates.ts'

const words = (count: number, name: string) => {
  const rng = derive('near-duplicates', name)
  return Array.from({ length: count }, () => `w${rng.integer(5000)}`)
}
const changed = (text: readonly string[], every: number) => text.map((word, k) => (k % every === 0 ? `${word}x` : word))

test('a text with one word changed is found with its hand-computed similarity', () => {
  // 10 words, 8 shingles of 3; changing the first word changes one of them: 7 in common of 9.
  const text = 'the cat sat on a mat by the old door'.split(' ')
  assert.deepEqual(nearDuplicates([text, ['another', 'story'], ['a', ...text.slice(1)]], { least: 0.7 }), [
    { first: 0, second: 2, similarity: 7 / 9 },
  ])
})

test('pairs are those of comparing everything with everything', () => {
  const originals = Array.from({ length: 40 }, (_, k) => words(200, `text ${k}`))
  const documents = [
    ...originals,
    ...originals.slice(0, 10).map((text) => changed(text, 50)),
    changed(originals[11]!, 3),
  ]
  const sets = documents.map((text) => new Set(text.map((_, k) => text.slice(k, k + 3).join(' ')).slice(0, -2)))
  const naive: string[] = []
  for (let a = 0; a < sets.length; a++)
    for (let b = a + 1; b < sets.length; b++) {
      const both = [...sets[a]!].filter((one) => sets[b]!.has(one)).length
      const similarity = both / (sets[a]!.size + sets[b]!.size - both)
      if (similarity >= 0.8) naive.push(`${a} ${b} ${similarity.toFixed(6)}`)
    }
  const found = nearDuplicates(documents)
  assert.equal(naive.length, 10)
  assert.deepEqual(
    found.map(({ first, second, similarity }) => `${first} ${second} ${similarity.toFixed(6)}`),
    naive,
  )
})

test('texts without words equal nothing, short ones equal themselves', () => {
  assert.deepEqual(nearDuplicates([[], [], ['hello'], ['hello'], ['hallo']]), [{ first: 2, second: 3, similarity: 1 }])
})

test('of many copies each is compared with the ones just before it when that is asked for', () => {
  const copies = Array.from({ length: 5 }, () => ['one', 'and', 'the', 'same'])
  assert.deepEqual(
    nearDuplicates(copies, { mostInBucket: 1 }).map(({ first, second }) => `${first} ${second}`),
    ['0 1', '1 2', '2 3', '3 4'],
  )
  assert.equal(nearDuplicates(copies).length, 10)
})

test('settings that cannot be are named', () => {
  assert.throws(() => nearDuplicates([], { least: 0 }), /least is 0/)
  assert.throws(() => nearDuplicates([], { bands: 1.5 }), /bands is 1.5/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { DuplicateIndex, prepareText, type ToldText } from './duplicate-index.ts'
import { overlapOf, sketchText } from './text-sketch.ts'

const day = 86_400_000
const prose = (name: string, words: number) => {
  const rng = derive('prose', name)
  return Array.from({ length: words }, () => `w${rng.integer(4000)}`).join(' ')
}
const told = (
  title: string,
  text: string | null = null,
  excerpt: string | null = null,
  at: number | null = 0,
): ToldText => ({
  title,
  excerpt,
  text,
  at,
})
const indexOf = (texts: Record<string, ToldText>) => {
  const index = new DuplicateIndex()
  for (const [id, text] of Object.entries(texts)) index.add(id, prepareText(text))
  return index
}
const others = Object.fromEntries(
  Array.from({ length: 60 }, (_, k) => [`other ${k}`, told(prose(`title ${k}`, 9), prose(`other ${k}`, 600))]),
)

test('a copy is found under another title, cut to a third, and with every thirtieth word changed', () => {
  const text = prose('original', 900)
  const index = indexOf({ ...others, original: told('One title', text) })
  const edited = text
    .split(' ')
    .map((word, k) => (k % 30 === 0 ? 'edited' : word))
    .join(' ')
  for (const [copy, least] of [
    [text, 1],
    [text.split(' ').slice(0, 300).join(' '), 0.8],
    [edited, 0.7],
  ] as const) {
    const [found, ...more] = index.find(prepareText(told('Quite another title of this', copy)))
    assert.equal(found?.id, 'original')
    assert.equal(found.kind, 'text')
    assert.ok(found.similarity >= least, `${found.similarity}`)
    assert.deepEqual(more, [])
  }
  assert.deepEqual(index.find(prepareText(told('A title', prose('something new', 900)))), [])
})

test('what every text of a site holds makes no copies, and a text with many copies is still one', () => {
  const menu = prose('menu', 120)
  const pages = Array.from({ length: 12 }, (_, k) =>
    told(prose(`page title ${k}`, 9), `${menu} ${prose(`page ${k}`, 100)}`),
  )
  const index = indexOf(Object.fromEntries(pages.map((page, k) => [`page ${k}`, page])))
  assert.deepEqual(index.find(prepareText(pages[3]!), 'page 3'), [])
  const wire = told('A wire story', prose('wire', 300))
  for (let k = 0; k < 12; k++) index.add(`copy ${k}`, prepareText(wire))
  assert.deepEqual(
    index.find(prepareText(wire)).map(({ similarity }) => similarity),
    new Array(12).fill(1),
  )
})

test('overlap of short texts is the one worked out by hand', () => {
  // 12 words, 9 shingles of 4; the half has 3 of them.
  const words = Array.from({ length: 12 }, (_, k) => `word${k}`)
  const overlap = overlapOf(sketchText(words.join(' ')), sketchText(words.slice(0, 6).join(' ')))
  assert.deepEqual(overlap, { containment: 1, evidence: 3 })
})

test('overlap of long texts is near the exact one', () => {
  const [a, b] = [prose('a', 3000), prose('b', 3000)]
  const mixed = `${a.split(' ').slice(0, 1500).join(' ')} ${b.split(' ').slice(0, 1500).join(' ')}`
  const { containment, evidence } = overlapOf(sketchText(a), sketchText(mixed))
  assert.ok(evidence >= 30 && evidence <= 96, `${evidence}`)
  assert.ok(Math.abs(containment - 0.5) < 0.2, `${containment}`)
})

const storm = told(
  'Storm shuts mountain road between Arden and Velm',
  null,
  'Snow and fallen trees block the Arden pass for a week.',
)
const sameStorm = told(
  'Arden pass blocked after snow storm',
  null,
  'Fallen trees shut the mountain road to Velm, the county says.',
  day,
)

test('another telling of the story is a story, near in time only', () => {
  const index = indexOf({ ...others, storm })
  const [found] = index.find(prepareText(sameStorm))
  assert.deepEqual([found?.id, found?.kind], ['storm', 'story'])
  assert.deepEqual(index.find(prepareText({ ...sameStorm, at: 30 * day })), [])
  assert.deepEqual(index.find(prepareText({ ...sameStorm, at: null })), [])
})

test('titles with other numbers tell of two events', () => {
  const game = (n: number) =>
    told(`Final, game ${n}: Arden against Velm in highlights`, null, 'All goals of Arden against Velm.')
  const index = indexOf({ ...others, first: game(1) })
  assert.deepEqual(index.find(prepareText(game(4))), [])
  assert.equal(index.find(prepareText(game(1)))[0]?.id, 'first')
})

test('the index follows what is added, changed and removed, and never finds a text itself', () => {
  const index = indexOf({ ...others, storm })
  const seen = prepareText(sameStorm)
  index.add('same storm', seen)
  assert.deepEqual(
    index.find(seen, 'same storm').map(({ id }) => id),
    ['storm'],
  )
  index.add('storm', prepareText(told('Nothing of the kind any more, only a list of weekly links')))
  assert.deepEqual(index.find(seen, 'same storm'), [])
  index.add('storm', prepareText(storm))
  index.remove('storm')
  index.remove('unknown')
  assert.deepEqual(index.find(seen, 'same storm'), [])
  assert.equal(index.size, 61)
  assert.equal(index.has('storm'), false)
})

test('an index that changed answers as one built anew', () => {
  const changed = indexOf(others)
  for (const id of Object.keys(others).slice(0, 30)) changed.remove(id)
  for (const id of Object.keys(others).slice(0, 30)) changed.add(id, prepareText(others[id]!))
  for (let k = 0; k < 60; k += 7) {
    const question = prepareText(others[`other ${k}`]!)
    assert.deepEqual(changed.find(question), indexOf(others).find(question))
  }
})

test('texts of few words repeat nothing', () => {
  const index = indexOf({ ...others, links: told('Weekly links') })
  assert.deepEqual(index.find(prepareText(told('Weekly links'))), [])
  assert.deepEqual(index.likest(prepareText(told('Weekly links'))), [])
})

test('settings that cannot be are named', () => {
  assert.throws(() => new DuplicateIndex({ leastText: 0 }), /leastText is 0/)
  assert.throws(() => new DuplicateIndex({ storyMs: -1 }), /storyMs is -1/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distinctSections } from './distinct.ts'
import { mergeProposal } from './merge-proposal.ts'
import { statusOf } from './status.ts'

const forever = { enabled: true, firstDay: null, lastDay: null }

test('a section is live from its first day to its last, both included', () => {
  const week = { enabled: true, firstDay: '2026-03-02', lastDay: '2026-03-08' }
  const on = (day: string) => statusOf(week, day)
  assert.deepEqual(['2026-03-01', '2026-03-02', '2026-03-05', '2026-03-08', '2026-03-09'].map(on), [
    'SCHEDULED',
    'LIVE',
    'LIVE',
    'LIVE',
    'EXPIRED',
  ])
  assert.equal(statusOf({ ...week, firstDay: '2026-03-08' }, '2026-03-08'), 'LIVE', 'one day only')
  assert.equal(statusOf(forever, '2026-03-08'), 'LIVE')
})

test('a section that is not enabled is disabled, and expired once its time is over', () => {
  const off = { ...forever, enabled: false }
  assert.equal(statusOf(off, '2026-03-08'), 'DISABLED')
  assert.equal(statusOf({ ...off, firstDay: '2027-01-01' }, '2026-03-08'), 'DISABLED')
  assert.equal(statusOf({ ...off, lastDay: '2026-03-07' }, '2026-03-08'), 'EXPIRED')
})

test('an item stands in the first of several sections only', () => {
  const sections = [
    { id: 'one', items: ['a', 'b'] },
    { id: 'two', items: ['b', 'c', 'a'] },
    { id: 'three', items: ['c', 'd'] },
  ]
  assert.deepEqual(
    distinctSections(sections).map(({ items }) => items),
    [['a', 'b'], ['c'], ['d']],
  )
  assert.deepEqual(distinctSections(sections, ['a'])[0]!.items, ['b'])
})

const member = (item: string, source: 'person' | 'model' = 'model') => ({ item, source })
const none = new Set<string>()

test('a proposal adds, reorders and takes out what is the model’s own', () => {
  const merged = mergeProposal([member('a'), member('b'), member('c')], { wanted: ['c', 'd', 'a'], removed: none })
  assert.deepEqual(
    merged.items.map(({ item }) => item),
    ['c', 'd', 'a'],
  )
  assert.deepEqual([merged.added, merged.deactivated], [['d'], ['b']])
})

test('what a person put into a section keeps its place and is never taken out by a proposal', () => {
  const current = [member('a'), member('mine', 'person'), member('b'), member('last', 'person')]
  const merged = mergeProposal(current, { wanted: ['x', 'y', 'z'], removed: none })
  assert.deepEqual(
    merged.items.map(({ item }) => item),
    ['x', 'mine', 'y', 'last', 'z'],
  )
  assert.deepEqual(merged.deactivated, ['a', 'b'])
})

test('what a person removed is refused and named', () => {
  const merged = mergeProposal([member('a')], { wanted: ['a', 'gone', 'gone'], removed: new Set(['gone']) })
  assert.deepEqual([merged.items, merged.added, merged.refused], [[member('a')], [], ['gone']])
})

test('whatever is proposed: nothing twice, nothing removed, people’s items in their order', () => {
  const items = fc.uniqueArray(fc.constantFrom(...'abcdefgh'))
  fc.assert(
    fc.property(
      items,
      items,
      items,
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      (now, wanted, out, byPerson) => {
        const removed = new Set(out.filter((item) => !now.includes(item)))
        const current = now.map((item, k) => member(item, byPerson[k] ? 'person' : 'model'))
        const merged = mergeProposal(current, { wanted, removed })
        const ids = merged.items.map(({ item }) => item)
        assert.equal(new Set(ids).size, ids.length)
        assert.ok(ids.every((item) => !removed.has(item)))
        const people = (list: readonly { item: string; source: string }[]) =>
          list.filter(({ source }) => source === 'person').map(({ item }) => item)
        assert.deepEqual(people(merged.items), people(current))
      },
    ),
    { seed: 11 },
  )
})

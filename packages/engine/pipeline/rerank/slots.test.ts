import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listContext, maskOf, rankedOf } from '../../testing/list-scene.ts'
import type { SlateRules } from '../slate-rules.ts'
import { quotas } from './quotas.ts'
import { slots } from './slots.ts'

const ten = Array.from({ length: 10 }, () => ({}))
const falling = rankedOf(Array.from({ length: 10 }, (_, row) => 10 - row))
const arranged = (rules: SlateRules, take: number) => {
  const context = listContext({ items: ten, request: { rules, take } })
  return [...slots().arrange(context, quotas().arrange(context, falling)).rows]
}

test('pins stand in their slots, the rest around them in their order', () => {
  const pins = [
    { row: 9, slot: 0 },
    { row: 7, slot: 3 },
  ]
  assert.deepEqual(arranged({ pins }, 5).slice(0, 5), [9, 0, 1, 7, 2])
})

test('of two pins for one slot the second has the next free one, a repeated row counts once', () => {
  const pins = [
    { row: 8, slot: 1 },
    { row: 9, slot: 1 },
    { row: 8, slot: 2 },
  ]
  assert.deepEqual(arranged({ pins }, 4).slice(0, 4), [0, 8, 9, 1])
})

test('a pin below the end of a short list moves up to it, one outside the slots asked for does not count', () => {
  const context = listContext({ items: ten, request: { take: 8, rules: { pins: [{ row: 0, slot: 7 }] } } })
  const three = rankedOf([3, 2, 1])
  assert.deepEqual([...slots().arrange(context, three).rows], [1, 2, 0])
  assert.deepEqual(arranged({ pins: [{ row: 9, slot: 4 }] }, 4).slice(0, 4), [0, 1, 2, 3])
  assert.throws(() => arranged({ pins: [{ row: 9, slot: 0.5 }] }, 4), /slot of row 9 is 0.5/)
})

test('promoted rows have their share of the slots, spread evenly, and no more', () => {
  const promotions = [{ name: 'partner', holds: maskOf(10, [0, 1, 2, 3, 9]), share: 0.4 }]
  assert.deepEqual(arranged({ promotions }, 5).slice(0, 5), [4, 0, 5, 1, 6])
  const few = [{ name: 'partner', holds: maskOf(10, [9]), share: 0.4 }]
  assert.deepEqual(arranged({ promotions: few }, 5).slice(0, 5), [0, 1, 9, 2, 3])
  assert.throws(() => arranged({ promotions: [{ ...few[0]!, share: 2 }] }, 5), /share of partner is 2/)
})

/** Whether some order of the rows keeps each publisher `apart`; every order is tried. */
function canBeApart(publishers: readonly (string | null)[], apart: number): boolean {
  const list: (string | null)[] = []
  const left = new Map<string | null, number>()
  for (const one of publishers) left.set(one, (left.get(one) ?? 0) + 1)
  const visit = (): boolean => {
    if (list.length === publishers.length) return true
    for (const [one, count] of left) {
      if (count === 0 || (one !== null && list.slice(Math.max(0, list.length - apart + 1)).includes(one))) continue
      left.set(one, count - 1)
      list.push(one)
      if (visit()) return true
      list.pop()
      left.set(one, count)
    }
    return false
  }
  return visit()
}

function violations(publishers: readonly (string | null)[], apart: number): number {
  return publishers.filter(
    (one, slot) => one !== null && publishers.slice(Math.max(0, slot - apart + 1), slot).includes(one),
  ).length
}

test('publishers stand apart whenever any order of the rows keeps them apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', null), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 2, max: 4 }),
      (publishers, apart) => {
        const items = publishers.map((publisher) => ({ publisher }))
        const { rows } = slots({ apart }).arrange(listContext({ items }), rankedOf(items.map((_, row) => -row)))
        const shown = Array.from(rows, (row) => publishers[row]!)
        assert.equal(new Set(rows).size, items.length)
        if (canBeApart(publishers, apart)) assert.equal(violations(shown, apart), 0, `${publishers} became ${shown}`)
      },
    ),
    { seed: 1, numRuns: 2000 },
  )
})

test('with more candidates than slots the rows that cannot stand apart stay out', () => {
  const items = ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'd'].map((publisher) => ({ publisher }))
  const context = listContext({ items, request: { take: 6 } })
  const ranked = rankedOf(items.map((_, row) => -row))
  const { rows } = slots({ apart: 3 }).arrange(context, quotas({ apart: 3 }).arrange(context, ranked))
  assert.deepEqual(
    Array.from(rows.subarray(0, 6), (row) => items[row]!.publisher),
    ['a', 'b', 'c', 'a', 'b', 'd'],
  )
  assert.throws(() => slots({ apart: 0 }), /apart is 0/)
})

test('quotas hold a max, meet a min, and shorten a list rather than break a max', () => {
  const topics = ['s', 's', 's', 's', 'n', 'n']
  const items = topics.map((topic, row) => ({ topic, addedAt: row }))
  const listed = (options: Parameters<typeof quotas>[0], rules: SlateRules = {}) => {
    const context = listContext({ items, request: { take: 4, rules, now: 5 } })
    return [...quotas(options).arrange(context, rankedOf([6, 5, 4, 3, 2, 1])).rows]
  }
  assert.deepEqual(listed({ quotas: [{ of: 'topic', max: 2 }] }).slice(0, 4), [0, 1, 4, 5])
  assert.deepEqual(listed({ quotas: [{ of: 'topic', value: 'n', min: 1 }] }).slice(0, 4), [0, 1, 2, 4])
  assert.deepEqual(listed({ quotas: [{ of: 'topic', maxShare: 0.25 }] }), [0, 4])
  assert.deepEqual(listed({ quotas: [{ of: 'freshness', withinMs: 2, min: 1 }] }).slice(0, 4), [0, 1, 2, 4])
  assert.deepEqual(
    listed({}, { quotas: [{ name: 'odd', holds: maskOf(6, [1, 3, 5]), min: 3 }] }).slice(0, 4),
    [0, 1, 3, 5],
  )
  assert.deepEqual(listed({ quotas: [{ of: 'topic', value: 'unknown', min: 1 }] }).slice(0, 4), [0, 1, 2, 3])
  assert.throws(() => listed({ quotas: [{ of: 'topic', min: 3, max: 2 }] }), /from 3 to 2 rows/)
  assert.throws(() => listed({ quotas: [{ of: 'topic', maxShare: 0 }] }), /maxShare is 0/)
})

test('pins count for quotas and stay', () => {
  const items = ['s', 's', 's', 'n', 'n'].map((topic) => ({ topic }))
  const rules = { pins: [{ row: 2, slot: 1 }] }
  const context = listContext({ items, request: { take: 3, rules } })
  const options = { quotas: [{ of: 'topic', max: 1 } as const, { of: 'topic', value: 'n', max: 2 } as const] }
  assert.deepEqual([...quotas(options).arrange(context, rankedOf([5, 4, 3, 2, 1])).rows], [2, 3])
})

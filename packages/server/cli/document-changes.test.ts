import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf } from './document-changes.ts'

test('two documents that say the same in another order of keys say the same', () => {
  const before = { quotas: [{ name: 'q', each: 'publisher', max: 2 }], diversity: 0.2 } as const
  const after = { diversity: 0.2, quotas: [{ max: 2, name: 'q', each: 'publisher' }] } as const
  assert.deepEqual(changesOf({ ...before, quotas: [...before.quotas] }, { ...after, quotas: [...after.quotas] }), [])
})

test('a rule that is new, gone or another, and a number that changed, are told each in a line', () => {
  const quota = (name: string, max: number) => ({ name, each: 'topic' as const, max })
  const lines = changesOf(
    { quotas: [quota('gone', 1), quota('other', 2)], exploration: 0.1 },
    { quotas: [quota('other', 3), quota('new', 4)], diversity: 0.5 },
  )
  assert.deepEqual(
    lines.map((line) => line.split('{')[0]),
    ['quotas − ', 'quotas other: ', 'quotas + ', 'exploration: 0.1 → nothing', 'diversity: nothing → 0.5'],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listRules } from './asks.ts'

const messageOf = (quota: object): string | undefined =>
  listRules.safeParse({ quotas: [quota] }).error?.issues[0]?.message

test('a quota that is none is told what one looks like', () => {
  for (const wrong of [{ of: 'publisher', max: 1 }, { each: 'author', max: 1 }, {}])
    assert.match(messageOf(wrong) ?? 'accepted', /must be \{"each": "publisher", "max": 2\}/)
  assert.match(messageOf({ each: 'publisher' }) ?? 'accepted', /name min, max or both/)
  for (const right of [
    { each: 'publisher', max: 1 },
    { when: { topic: 'tech' }, min: 1, max: 3 },
  ])
    assert.equal(messageOf(right), undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { conditionOf, freshRule, ruleKinds, simpleCondition } from './rule-kinds.ts'

test('what the form writes of a condition it reads again', () => {
  for (const when of [{ topic: 'tech' }, { publisher: { in: ['A', 'B'] } }, { ageHours: { atMost: 24 } }]) {
    assert.deepEqual(conditionOf(simpleCondition(when)!), when)
  }
})

test('a condition that the form cannot show is left to the document', () => {
  for (const when of [
    { not: { topic: 'tech' } },
    { topic: 'tech', language: 'de' },
    { topic: { notIn: ['a'] } },
    { minutes: { atLeast: 3 } },
  ])
    assert.equal(simpleCondition(when), null)
})

test('a new rule has a name of its own, and is one that the server takes once its texts are filled in', () => {
  for (const words of ruleKinds) {
    const first = freshRule(words, {})
    const filled = {
      ...first,
      ...(words.kind === 'pins' && { item: 'a' }),
      ...(words.kind === 'sponsored' && { sponsor: 'A', items: ['a'] }),
      ...(words.kind === 'blocks' && { when: { publisher: 'A' } }),
    }
    const document = prioritiesDocument.parse({ [words.kind]: [filled] })
    assert.notEqual(freshRule(words, document).name, first.name)
  }
})

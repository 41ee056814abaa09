import assert from 'node:assert/strict'
import { test } from 'node:test'
import { condition, maxConditionDepth, maxConditionParts, maxConditionValues } from './conditions.ts'
import { nearMiss } from './near-miss.ts'

/** `path: message` of each error; none when it is right. */
const errors = (input: unknown): string[] =>
  condition.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

test('conditions that are right pass as they are', () => {
  const right = [
    { topic: 'tech' },
    { topic: { in: ['tech', 'food'], readBefore: false, followed: true }, minutes: { atMost: 10 } },
    { any: [{ paywalled: false }, { not: { ageHours: { atLeast: 1.5, atMost: 48 } } }], language: 'en' },
    { item: { notIn: ['a'] }, section: { in: ['front'] }, region: 'DE', cluster: { readBefore: true }, minutes: 5 },
  ]
  for (const one of right) assert.deepEqual(condition.parse(one), one)
})

test('a mistake is told with its path, and what was meant', () => {
  const cases: readonly [unknown, string][] = [
    [{ topik: 'tech' }, ': topik: did you mean topic?'],
    [{ all: [{ topic: 'a' }, { not: { publihser: 'b' } }] }, 'all.1.not: publihser: did you mean publisher?'],
    [{ topic: { inn: ['a'] } }, 'topic: inn: did you mean in?'],
    [{ section: { readBefore: true } }, 'section: readBefore: known are in, notIn'],
    [{ topic: ['tech', 'food'] }, 'topic: a list is no test; write {"in": ["tech", "food"]}'],
    [{ topic: 5 }, 'topic: 5 is no text; write a text, or an object with in, notIn, readBefore or followed'],
    [{ topic: {} }, 'topic: an empty object asks for nothing; write one with in, notIn, readBefore or followed'],
    [{ topic: '' }, 'topic: the text is empty; write a text, or an object with in, notIn, readBefore or followed'],
    [{ topic: { in: [] } }, 'topic.in: it must be a list of one or more texts of 1 to 256 characters'],
    [{ topic: { in: ['a', ''] } }, 'topic.in.1: it must be a text of 1 to 256 characters'],
    [{ topic: { in: 'a' } }, 'topic: in is "a"; it must be a list of one or more texts of 1 to 256 characters'],
    [{ publisher: { readBefore: 'yes' } }, 'publisher: readBefore is "yes"; it must be true or false'],
    [{ minutes: { atMost: '5' } }, 'minutes: atMost is "5"; it must be a number of 0 or more'],
    [{ minutes: { below: 5 } }, 'minutes: below: known are atLeast, atMost'],
    [
      { minutes: '5' },
      'minutes: "5" is no such number; write a number of 0 or more, or an object with atLeast or atMost',
    ],
    [
      { ageHours: { atLeast: 9, atMost: 3 } },
      'ageHours: atLeast 9 is above atMost 3, which no item can meet; exchange them',
    ],
    [{}, ': an empty condition means nothing; leave it out, or name a field'],
    ['tech', ': "tech" is no condition; write an object such as {"topic": "tech"}'],
    [[{ topic: 'a' }], ': [{…}] is no condition; write an object such as {"topic": "tech"}'],
    [{ any: [null] }, 'any.0: null is no condition; write an object such as {"topic": "tech"}'],
  ]
  for (const [input, message] of cases) assert.deepEqual(errors(input), [message])
})

test('two mistakes are told at once', () => {
  assert.deepEqual(errors({ any: [{ topik: 'a' }, { minutes: -1 }] }), [
    'any.0: topik: did you mean topic?',
    'any.1.minutes: -1 is no such number; write a number of 0 or more, or an object with atLeast or atMost',
  ])
})

const nested = (depth: number): unknown => (depth === 0 ? { topic: 'a' } : { not: nested(depth - 1) })

test('depth and size have limits that are told', () => {
  assert.deepEqual(errors(nested(maxConditionDepth)), [])
  assert.match(errors(nested(maxConditionDepth + 1))[0]!, /more than 8 deep/)
  const many = (count: number) => ({ any: Array.from({ length: count }, () => ({ topic: 'a' })) })
  assert.deepEqual(errors(many(maxConditionParts - 1)), [])
  assert.match(errors(many(maxConditionParts))[0]!, /101 parts; at most 100/)
  const values = (count: number) => ({ item: { in: Array.from({ length: count }, (_, k) => `${k}`) } })
  assert.deepEqual(errors(values(maxConditionValues)), [])
  assert.match(errors(values(maxConditionValues + 1))[0]!, /1001 entries; at most 1000/)
})

test('input nested without end is refused, not followed', () => {
  const deep = (open: string, close: string) => JSON.parse(open.repeat(50_000) + close.repeat(50_000))
  for (const input of [
    JSON.parse(`${'{"not":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    { topic: deep('[', ']') },
    { topic: { in: deep('[', ']') } },
    { all: deep('[', ']') },
    deep('[', ']'),
  ])
    assert.equal(errors(input).length, 1)
})

test('a near miss is at most two letters away and less than half of the longer word', () => {
  const known = ['in', 'notIn', 'topic', 'ageHours']
  assert.equal(nearMiss('topci', known), 'topic')
  assert.equal(nearMiss('agehours', known), 'ageHours')
  assert.equal(nearMiss('notin', known), 'notIn')
  assert.equal(nearMiss('on', known), null)
  assert.equal(nearMiss('author', known), null)
  assert.equal(nearMiss('x'.repeat(100_000), known), null)
})

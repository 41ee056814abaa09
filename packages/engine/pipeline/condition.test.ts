import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { historyOf } from '../data/history.ts'
import { randomServingRequest, randomServingState } from '../testing/random-serving.ts'
import { randomStateNow } from '../testing/random-state.ts'
import { createCatalogue } from './catalogue.ts'
import { type Condition, type ConditionScope, canonical, conditionMask, type NumberTest } from './condition.ts'

const state = randomServingState({ seed: 'condition', rows: 302, modelItems: 0 })
const hour = 3_600_000
const requestOf = (seed: number) => randomServingRequest(state, { seed, historyItems: seed % 12 })

/** The language as it is explained, one row and one entry at a time. */
function holds(condition: Condition, row: number, { request, state }: ConditionScope): boolean {
  const { catalogue } = state
  const now = Math.floor(request.now / 60_000) * 60_000
  const name = (codes: Int32Array, names: { id(code: number): string }, of: number) =>
    codes[of]! < 0 ? null : names.id(codes[of]!)
  const values: Record<string, (of: number) => string | null> = {
    item: (of) => catalogue.items.id(of),
    topic: (of) => name(catalogue.topic, catalogue.topics, of),
    publisher: (of) => name(catalogue.publisher, catalogue.publishers, of),
    language: (of) => name(catalogue.language, catalogue.languages, of),
    contentType: (of) => name(catalogue.contentType, catalogue.contentTypes, of),
    cluster: (of) => name(catalogue.cluster, catalogue.clusters, of),
  }
  const numbers: Record<string, number | null> = {
    minutes: catalogue.minutes[row] === 0 ? null : catalogue.minutes[row]!,
    ageHours: Math.max(0, (now - catalogue.addedAt[row]!) / hour),
    publishedHoursAgo:
      catalogue.publishedAt[row] === 0 ? null : Math.max(0, (now - catalogue.publishedAt[row]!) / hour),
  }
  return Object.entries(condition).every(([field, test]) => {
    if (field === 'all') return (test as Condition[]).every((one) => holds(one, row, { request, state }))
    if (field === 'any') return (test as Condition[]).some((one) => holds(one, row, { request, state }))
    if (field === 'not') return !holds(test as Condition, row, { request, state })
    if (field === 'paywalled') return (catalogue.paywalled[row] === 1) === test
    if (field in numbers) {
      const value = numbers[field]!
      const limits = test as Exclude<NumberTest, number>
      if (value === null) return false
      if (typeof test === 'number') return value === test
      return (limits.atLeast === undefined || value >= limits.atLeast) && !(value > limits.atMost!)
    }
    const isOneOf = (list: readonly string[]): boolean => {
      if (field === 'section')
        return state.sections.some((section) => list.includes(section.name) && section.rows.includes(row))
      if (field === 'region') return list.some((region) => catalogue.onlyIn.get(row)?.has(region) ?? true)
      const value = values[field]!(row)
      if (field === 'language') return list.some((range) => value === range || value?.startsWith(`${range}-`))
      return value !== null && list.includes(value)
    }
    if (typeof test === 'string') return isOneOf([test])
    return Object.entries(test as object).every(([operator, asked]) => {
      if (operator === 'in') return isOneOf(asked as string[])
      if (operator === 'notIn') return !isOneOf(asked as string[])
      const value = values[field]!(row)
      if (operator === 'followed') return (request.followedTopics?.has(catalogue.topic[row]!) ?? false) === asked
      const read = value !== null && [...request.history.items].some((other) => values[field]!(other) === value)
      return read === asked
    })
  })
}

const some = (value: fc.Arbitrary<string>) => fc.array(value, { maxLength: 3 })
const textTest = (value: fc.Arbitrary<string>, operators: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.oneof(
    value,
    fc
      .record({ in: some(value), notIn: some(value), ...operators }, { requiredKeys: [] })
      .filter((test) => Object.keys(test).length > 0),
  )
const readable = (value: fc.Arbitrary<string>) => textTest(value, { readBefore: fc.boolean() })
const numbered = (prefix: string, most: number) => fc.nat(most).map((k) => `${prefix}-${k}`)
const numberTest = (most: number) =>
  fc.oneof(fc.nat(most), fc.record({ atLeast: fc.nat(most), atMost: fc.nat(most) }, { requiredKeys: [] }))
const fields: Record<string, fc.Arbitrary<unknown>> = {
  item: readable(numbered('item', 310)),
  topic: textTest(numbered('topic', 13), { readBefore: fc.boolean(), followed: fc.boolean() }),
  publisher: readable(numbered('publisher', 41)),
  language: readable(fc.constantFrom('en', 'de', 'fr')),
  contentType: readable(fc.constantFrom('article', 'video')),
  cluster: readable(numbered('story', 21)),
  section: textTest(numbered('section', 5)),
  region: textTest(fc.constantFrom('DE', 'AT', 'FR')),
  minutes: numberTest(31),
  ageHours: numberTest(90 * 24),
  publishedHoursAgo: numberTest(365 * 24),
  paywalled: fc.boolean(),
}
const oneField = fc.oneof(...Object.entries(fields).map(([field, test]) => test.map((value) => ({ [field]: value }))))
const anyCondition = fc.letrec<{ condition: Condition }>((tie) => {
  const parts = fc.array(tie('condition'), { maxLength: 3 })
  return {
    condition: fc.oneof(
      { maxDepth: 3 },
      oneField,
      fc.tuple(oneField, oneField).map(([one, other]) => ({ ...one, ...other })),
      fc.record({ all: parts }),
      fc.record({ any: parts }),
      fc.record({ not: tie('condition') }),
      fc.tuple(oneField, parts).map(([one, any]) => ({ ...one, any })),
    ) as fc.Arbitrary<Condition>,
  }
}).condition

test('a mask says of each row what the rules say', () => {
  fc.assert(
    fc.property(anyCondition, fc.nat(200), (condition, seed) => {
      const scope = { request: requestOf(seed), state }
      assert.deepEqual(
        Array.from(conditionMask(condition, scope)),
        state.catalogue.items.ids.map((_, row) => (holds(condition, row, scope) ? 1 : 0)),
      )
    }),
    { seed: 1, numRuns: 400 },
  )
})

test('De Morgan: not any is all not, not all is any not', () => {
  fc.assert(
    fc.property(fc.array(anyCondition, { minLength: 1, maxLength: 3 }), fc.nat(50), (parts, seed) => {
      const scope = { request: requestOf(seed), state }
      const mask = (condition: Condition) => Array.from(conditionMask(condition, scope))
      const negated = parts.map((not) => ({ not }))
      assert.deepEqual(mask({ not: { any: parts } }), mask({ all: negated }))
      assert.deepEqual(mask({ not: { all: parts } }), mask({ any: negated }))
    }),
    { seed: 2, numRuns: 100 },
  )
})

const scope: ConditionScope = { request: requestOf(7), state }

test('a condition that says the same is not worked out again; one about the reader is', () => {
  const one = conditionMask({ topic: { in: ['topic-1', 'topic-2'] }, minutes: { atMost: 9 } }, scope)
  const reordered: Condition = { minutes: { atMost: 9 }, topic: { in: ['topic-2', 'topic-1', 'topic-1'] } }
  assert.equal(conditionMask(reordered, { ...scope, request: requestOf(8) }), one)
  assert.notEqual(conditionMask({ topic: { in: ['topic-1'] }, minutes: { atMost: 9 } }, scope), one)
  const personal: Condition = { publisher: { readBefore: true } }
  assert.notEqual(conditionMask(personal, scope), conditionMask(personal, { ...scope, request: requestOf(8) }))
})

test('ages move with the minute and not before', () => {
  const at = (now: number) => ({ ...scope, request: { ...scope.request, now } })
  const young: Condition = { ageHours: { atMost: 48 } }
  const first = conditionMask(young, at(randomStateNow))
  assert.equal(conditionMask(young, at(randomStateNow + 59_999)), first)
  const later = conditionMask(young, at(randomStateNow + 30 * 86_400_000))
  assert.ok(first.some((bit) => bit === 1) && later.every((bit) => bit === 0))
})

test('other sections, other masks', () => {
  const condition: Condition = { section: 'section-1' }
  const moved = { ...state, sections: [{ name: 'section-1', rows: Int32Array.of(5) }] }
  assert.ok(conditionMask(condition, scope).filter((bit) => bit === 1).length > 1)
  assert.equal(conditionMask(condition, { ...scope, state: moved }).indexOf(1), 5)
})

test('a language means its variants, and an item of unknown value is in no list', () => {
  const catalogue = createCatalogue(
    ['en', 'en-GB', 'EN-us', 'eng', null].map((language, k) => ({ item: `${k}`, addedAt: 0, language })),
  )
  const other = { request: { now: 0, history: historyOf([]) }, state: { catalogue, sections: [] } }
  assert.deepEqual(Array.from(conditionMask({ language: 'en' }, other)), [1, 1, 1, 0, 0])
  assert.deepEqual(Array.from(conditionMask({ language: { notIn: ['en'] } }, other)), [0, 0, 0, 1, 1])
})

test('an empty condition holds everywhere, an empty any nowhere', () => {
  assert.ok(conditionMask({}, scope).every((bit) => bit === 1))
  assert.ok(conditionMask({ any: [] }, scope).every((bit) => bit === 0))
})

test('a field or operator that does not exist is named', () => {
  assert.throws(() => conditionMask({ topik: 'tech' } as Condition, scope), /no field topik/)
  assert.throws(() => conditionMask({ topic: { inn: ['tech'] } } as Condition, scope), /no operator inn/)
  assert.throws(() => conditionMask({ section: { readBefore: true } } as Condition, scope), /no operator readBefore/)
  assert.throws(() => conditionMask({ topic: {} }, scope), /without an operator/)
})

test('canonical JSON tells apart what differs', () => {
  assert.notEqual(canonical({ topic: '1' }), canonical({ minutes: 1 }))
  assert.notEqual(canonical({ all: [{ topic: 'a' }] }), canonical({ any: [{ topic: 'a' }] }))
  assert.equal(canonical({ not: { topic: 'a' }, any: undefined }), '{"not":{"topic":"a"}}')
})

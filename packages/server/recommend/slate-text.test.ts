import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Slate, slate as slateSchema } from '@lectern/protocol/rest/recommendations.ts'
import fc from 'fast-check'
import { slateText } from './slate-text.ts'

const text = fc.oneof(fc.string(), fc.constantFrom('"quoted"', '\u2028', '\ud800', 'Größe \\ </script>'))
const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const card = fc.record({
  id: text,
  url: orNull(text),
  title: text,
  excerpt: orNull(text),
  publisher: orNull(text),
  topic: orNull(text),
  language: orNull(text),
  minutes: orNull(fc.nat()),
  imageUrl: orNull(text),
  publishedAt: orNull(fc.nat()),
})
const line = fc.record({
  slot: fc.nat(),
  score: number,
  outcomes: fc.constantFrom(undefined, { open: 0.1, finish: 0, save: 0, like: 0, dismiss: 0, report: 1e-9 }),
  item: card,
  reason: fc.record({
    kind: fc.constantFrom('popular' as const, 'fresh' as const),
    text,
    because: fc.array(fc.record({ item: text, title: orNull(text), contribution: number }), { maxLength: 5 }),
    others: number,
    base: number,
    parts: fc.array(fc.record({ name: text, contribution: number }), { maxLength: 2 }),
  }),
  propensity: number,
})
const slates: fc.Arbitrary<Slate> = fc.record({
  slate: fc.uuid(),
  surface: text,
  at: fc.nat(),
  recipe: fc.record({ name: text, version: text }),
  model: orNull(fc.record({ name: text, version: text })),
  priorities: fc.constantFrom(undefined, 'default-1'),
  rung: fc.constantFrom('personal' as const, 'stored' as const),
  experiments: fc.constant({}),
  items: fc.array(line, { maxLength: 4 }),
})

test('the text of a slate is what JSON.stringify makes of it, the first time and after', () => {
  fc.assert(
    fc.property(slates, (slate) => {
      assert.equal(slateText(slate), JSON.stringify(slate))
      assert.equal(slateText(slate), JSON.stringify(slate))
    }),
    { seed: 20_261_125, numRuns: 300 },
  )
})

test('a card that two lists share is written into both', () => {
  const [made] = fc.sample(
    slates.filter(({ items }) => items.length > 0),
    { seed: 1, numRuns: 1 },
  )
  const other = { ...made!, surface: 'another', items: [{ ...made!.items[0]!, slot: 7 }] }
  slateText(made!)
  assert.deepEqual(slateSchema.pick({ surface: true }).parse(JSON.parse(slateText(other))), { surface: 'another' })
  assert.equal(slateText(other), JSON.stringify(other))
})

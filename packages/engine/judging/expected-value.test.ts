import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedValue, type ProspectFacts } from './expected-value.ts'

const none = { shows: 0, gains: 0 }
const facts = (more: Partial<ProspectFacts> = {}): ProspectFacts => ({
  publisher: none,
  topic: none,
  alike: [],
  need: null,
  ageMs: null,
  clickbait: null,
  duplicate: 0,
  ...more,
})
// r0 = (450 + 50) / (9000 + 1000) = 0.05
const all = { shows: 9000, gains: 450 }
const near = (found: number, expected: number) =>
  assert.ok(Math.abs(found - expected) < 1e-9, `${found}, not ${expected}`)
const part = (more: Partial<ProspectFacts>, name: string) =>
  expectedValue(facts(more), all).parts.find((one) => one.part === name)!.contribution

test('of what nothing is known the value is that of all items', () => {
  near(expectedValue(facts(), all).value, 50)
  near(expectedValue(facts(), none).value, 50)
})

test('each part is the one worked out by hand', () => {
  near(part({ publisher: { shows: 500, gains: 75 } }, 'publisher'), 50)
  near(part({ topic: { shows: 500, gains: 5 } }, 'topic'), -20)
  // One item of likeness 1 with (30 + 10) / 400 = 0.1: half of 0.05 above.
  near(part({ alike: [{ shows: 200, gains: 30, similarity: 1 }] }, 'alike'), 25)
  near(part({ ageMs: 2 * 86_400_000 }, 'fresh'), 12.5)
  near(part({ need: { demand: 0.2, stock: 0.1 } }, 'need'), 12.5)
  near(part({ need: { demand: 0, stock: 0 } }, 'need'), 0)
  near(part({ clickbait: 0.8 }, 'clickbait'), -20)
})

test('what is there already is worth nothing more, half of it half', () => {
  const good = { publisher: { shows: 500, gains: 75 }, ageMs: 0 }
  near(expectedValue(facts({ ...good, duplicate: 1 }), all).value, 0)
  near(expectedValue(facts({ ...good, duplicate: 0.5 }), all).value, expectedValue(facts(good), all).value / 2)
})

test('parts sum to the value, and no value is below 0', () => {
  const bad = { publisher: { shows: 1e6, gains: 0 }, topic: { shows: 1e6, gains: 0 }, clickbait: 1 }
  assert.equal(expectedValue(facts(bad), all).value, 0)
  for (const more of [bad, { ageMs: 5, duplicate: 0.3, clickbait: 0.2, need: { demand: 0.1, stock: 0.4 } }]) {
    const { value, parts } = expectedValue(facts(more), all)
    near(
      parts.reduce((sum, { contribution }) => sum + contribution, 0),
      value,
    )
    assert.ok(value >= 0)
  }
})

test('few shows say little: one lucky open does not make a publisher', () => {
  assert.ok(part({ publisher: { shows: 1, gains: 2 } }, 'publisher') < 5)
})

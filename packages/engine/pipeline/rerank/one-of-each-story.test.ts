import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyHistory } from '../../data/history.ts'
import { createCatalogue } from '../catalogue.ts'
import { nothingKnown } from '../priorities.ts'
import type { SlateRequest } from '../slate.ts'
import type { Ranked, Rerank } from '../stage.ts'
import { avoidPaywall } from './avoid-paywall.ts'
import { oneOfEachStory } from './one-of-each-story.ts'

interface Card {
  readonly cluster: string | null
  readonly paywalled: boolean
  readonly score: number
}

/** What a rerank makes of a list of cards, best first. */
function arranged(rerank: Rerank, cards: readonly Card[], asked: Partial<SlateRequest> = {}): Ranked {
  const catalogue = createCatalogue(cards.map((card, row) => ({ item: `${row}`, addedAt: 0, ...card })))
  const popularity = { strength: new Float64Array(cards.length) }
  const state = { ...nothingKnown, catalogue, popularity, personal: null, editorialOrder: new Int32Array(0) }
  const request: SlateRequest = {
    surface: 'home',
    take: 10,
    now: 1,
    seed: 1,
    history: emptyHistory,
    seen: new Set(),
    blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
    ...asked,
  }
  const order = [...cards.keys()].sort((a, b) => cards[b]!.score - cards[a]!.score || a - b)
  const ranked: Ranked = {
    rows: Int32Array.from(order),
    scores: Float64Array.from(order, (row) => cards[row]!.score),
    propensities: Float64Array.from(order, (row) => 1 / (2 + row)),
    explored: new Uint8Array(order.length),
  }
  return rerank.arrange({ request, state, refused: new Uint8Array(cards.length), personal: () => null }, ranked)
}

const anyCards = fc.array(
  fc.record({
    cluster: fc.constantFrom(null, 's', 't'),
    paywalled: fc.boolean(),
    score: fc.integer({ min: -8, max: 8 }),
  }),
  { maxLength: 12 },
)

test('each story is told once, by its best item, and what tells no story stays', () => {
  fc.assert(
    fc.property(anyCards, (cards) => {
      const { rows, scores, propensities } = arranged(oneOfEachStory, cards)
      const best = (row: number) =>
        cards.every(
          ({ cluster, score }, other) =>
            other === row ||
            cluster === null ||
            cluster !== cards[row]!.cluster ||
            score < cards[row]!.score ||
            (score === cards[row]!.score && other > row),
        )
      const expected = [...cards.keys()].filter(best)
      assert.deepEqual(
        [...rows].sort((a, b) => a - b),
        expected,
      )
      rows.forEach((row, k) => {
        assert.equal(scores[k], cards[row]!.score)
        assert.equal(propensities[k], 1 / (2 + row))
        assert.ok(k === 0 || scores[k - 1]! >= scores[k]!)
      })
    }),
    { seed: 6, numRuns: 200 },
  )
})

test('a pinned item tells its story, although another stands higher', () => {
  const cards = [2, 1].map((score) => ({ cluster: 's', paywalled: false, score }))
  assert.deepEqual(arranged(oneOfEachStory, cards, { rules: { pins: [{ row: 1, slot: 0 }] } }).rows, Int32Array.of(1))
})

test('items behind a paywall fall to their share of the score, for who avoids them', () => {
  const cards = [10, 9, 6, 4, 0].map((score, k) => ({ cluster: null, paywalled: k === 0, score }))
  const avoided = arranged(avoidPaywall({ factor: 0.5 }), cards, { paywall: 'avoid' })
  assert.deepEqual(avoided.rows, Int32Array.of(1, 2, 0, 3, 4))
  assert.deepEqual(avoided.scores, Float64Array.of(9, 6, 5, 4, 0))
  assert.deepEqual(avoided.parts, new Map([[0, [{ name: 'paywall', contribution: -5 }]]]))
  for (const paywall of ['any', 'exclude'] as const)
    assert.deepEqual(arranged(avoidPaywall(), cards, { paywall }).rows, Int32Array.of(0, 1, 2, 3, 4))
  assert.throws(() => avoidPaywall({ factor: 2 }), /factor is 2/)
})

test('who avoids paywalls gets the same items, and the order of the others stays', () => {
  fc.assert(
    fc.property(anyCards, (cards) => {
      const [before, after] = (['any', 'avoid'] as const).map((paywall) => arranged(avoidPaywall(), cards, { paywall }))
      const free = ({ rows }: Ranked) => [...rows].filter((row) => !cards[row]!.paywalled)
      assert.deepEqual(free(after!), free(before!))
      assert.ok(after!.scores.every((score) => score >= Math.min(...before!.scores)))
      assert.deepEqual([...after!.rows].sort(), [...before!.rows].sort())
    }),
    { seed: 7, numRuns: 100 },
  )
})

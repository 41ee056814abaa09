import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../pipeline/slate.ts'
import { derive } from '../random/random.ts'
import type { Exposures } from './exposures.ts'
import { changeOf, type LoggedRequest, lookedAtRates, type PolicyChange, payersOf, priceOf } from './prices.ts'

const nothing: Record<Outcome, number> = { open: 0, finish: 0, save: 0, like: 0, dismiss: 0, report: 0 }
const opens = (open: number): Record<Outcome, number> => ({ ...nothing, open })
const weights: Record<Outcome, number> = { open: 1, finish: 2, save: 0, like: 0, dismiss: -1, report: -5 }
const looks = (...seen: number[]): Exposures => ({
  rows: Int32Array.from(seen, (_, row) => row),
  seen: Float64Array.from(seen),
  variance: new Float64Array(seen.length),
})

/**
 * A list of one slot: item 0 three times in four, else item 1; a rule would show item 1 always. True chances of an open are
 * 0.4 and 0.1; the model says `believed` of both.
 */
function logOf(seed: string, believed: number, count: number): PolicyChange[] {
  const rng = derive(seed)
  return Array.from({ length: count }, (_, k) => {
    const candidate = rng.uniform() < 0.75 ? 0 : 1
    const request: LoggedRequest = {
      reader: k >> 1,
      historyLength: k % 30,
      logging: looks(0.75, 0.25),
      chances: [opens(believed), opens(believed)],
      shown: [{ candidate, examination: 1, did: opens(rng.uniform() < (candidate === 0 ? 0.4 : 0.1) ? 1 : 0) }],
    }
    return changeOf(request, { with: looks(0, 1), without: looks(0.75, 0.25) })
  })
}
/** 0.75 of the lists lose 0.4 and get 0.1. */
const truth = 1000 * 0.75 * (0.1 - 0.4)

test('the log corrects a model that is wrong, and the interval holds the truth', () => {
  const { worth, outcomes, verdict, effectiveSampleSize } = priceOf(logOf('wrong model', 0.3, 4000), {
    weights,
    rng: derive('boot'),
  })
  assert.ok(Math.abs(worth.modelled.mean) < 1e-9, 'the model sees no difference')
  assert.ok(worth.offPolicy.low < truth && truth < worth.offPolicy.high, JSON.stringify(worth.offPolicy))
  assert.ok(worth.offPolicy.high < 0)
  assert.deepEqual(outcomes.open.offPolicy.mean, worth.offPolicy.mean)
  assert.equal(verdict.kind, 'priced')
  assert.ok(effectiveSampleSize > 500)
})

test('nine of ten intervals of 95 percent hold the truth, at the least', () => {
  let held = 0
  for (let k = 0; k < 100; k++) {
    const { worth } = priceOf(logOf(`log ${k}`, 0.2, 300), { weights, rng: derive('boot', k), resamples: 200 })
    if (worth.offPolicy.low <= truth && truth <= worth.offPolicy.high) held++
  }
  assert.ok(held >= 90, `${held} of 100`)
})

test('few lists are not enough, and what the log never showed cannot be priced', () => {
  const few = priceOf(logOf('few', 0.2, 20), { weights, rng: derive('b') })
  assert.deepEqual(few.verdict, { kind: 'not-priced', why: 'few-lists' })
  const unseen = logOf('unseen', 0.2, 400).map(({ request }) =>
    changeOf(
      { ...request, logging: looks(1, 0), shown: request.shown.map((one) => ({ ...one, candidate: 0 })) },
      { with: looks(0, 1), without: looks(1, 0) },
    ),
  )
  const { verdict, support, worth } = priceOf(unseen, { weights, rng: derive('b') })
  assert.deepEqual(verdict, { kind: 'not-priced', why: 'too-little-support' })
  assert.equal(support, 0.5)
  const width = worth.offPolicy.high - worth.offPolicy.low
  assert.ok(width > 2 * 1000 * 0.2, 'anything from nothing to twice the model is possible for what was never shown')
})

test('a rule that changes nothing costs nothing', () => {
  const same = logOf('same', 0.2, 50).map(({ request }) =>
    changeOf(request, { with: looks(0.75, 0.25), without: looks(0.75, 0.25) }),
  )
  const { worth, verdict } = priceOf(same, { weights, rng: derive('b') })
  assert.deepEqual([worth.offPolicy.low, worth.offPolicy.mean, worth.offPolicy.high], [0, 0, 0])
  assert.deepEqual(verdict, { kind: 'changes-nothing' })
})

test('noise in how often something is looked at does not make it weigh more', () => {
  const request = logOf('noise', 0.2, 1)[0]!.request
  const noisy = { ...request, logging: { ...request.logging, variance: Float64Array.of(0, 0.0625) } }
  const change = (of: LoggedRequest) =>
    changeOf({ ...of, shown: [{ ...of.shown[0]!, candidate: 1 }] }, { with: looks(0, 1), without: looks(0.75, 0.25) })
  assert.equal(change(request).weights[0], 3)
  assert.equal(change(noisy).weights[0], 1.5)
})

test('slots are looked at as often as their items were seen; without a view nothing is known', () => {
  const lists = Array.from({ length: 1000 }, (_, k) => ({ length: 3, seen: k % 2 === 0 ? [0, 1] : [0] }))
  const rates = lookedAtRates(lists)!
  assert.ok(Math.abs(rates[0]! - 1) < 0.01 && Math.abs(rates[1]! - 0.5) < 0.01 && rates[2]! < 0.01)
  assert.equal(lookedAtRates([{ length: 3, seen: [] }]), null)
})

test('who pays: readers by what they had read, topics and publishers by how often they are looked at', () => {
  const changes = logOf('payers', 0.2, 200)
  const named = (_: number, k: number) => ({ topic: k === 0 ? 'tech' : 'food', publisher: null })
  const { readers, topics, publishers } = payersOf(changes, { weights, rng: derive('p'), named })
  assert.deepEqual(
    readers.map(({ history }) => history),
    ['0', '1-4', '5-19', '20 or more'],
  )
  assert.equal(
    readers.reduce((sum, { slates }) => sum + slates, 0),
    200,
  )
  const tech = topics.find(({ name }) => name === 'tech')!
  assert.ok(Math.abs(tech.seenMore + 750) < 1e-6 && Math.abs(tech.seen - 750) < 1e-6)
  assert.ok(Math.abs(tech.opensMore + 150) < 1e-6)
  assert.ok(Math.abs(publishers[0]!.seenMore) < 1e-6)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../../random/random.ts'
import { cascadeDoublyRobust } from './cascade-doubly-robust.ts'
import { estimateOf, offPolicy } from './estimate.ts'
import { exposureDoublyRobust } from './exposure-doubly-robust.ts'
import type { ModelledSlates } from './logged-slates.ts'
import { selfNormalisedSlate, slatePropensity } from './slate-propensity.ts'

const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} against ${expected}`)

// Four items, slates of three without repetition. The logging policy is uniform, so the list of all 24 slates, each once with
// its mean reward, is the exact distribution of the log: an estimator's value on it is its expectation.
const items = [0, 1, 2, 3]
const length = 3
const appeal = [0.8, 0.5, 0.3, 0.1]
const weightOf = [8, 4, 1, 1] // the evaluated policy draws without replacement with these weights

/** Cascade: an item earns its appeal, less what the items above already took. */
const reward = (above: readonly number[], item: number) =>
  appeal[item]! * above.reduce((left, one) => left * (1 - appeal[one]!), 1)
const targetOf = (above: readonly number[], item: number) =>
  above.includes(item)
    ? 0
    : weightOf[item]! / items.filter((one) => !above.includes(one)).reduce((sum, one) => sum + weightOf[one]!, 0)

/** Mean reward from here to the end under the evaluated policy. */
function toCome(above: readonly number[]): number {
  if (above.length === length) return 0
  return items
    .filter((item) => !above.includes(item))
    .reduce((sum, item) => sum + targetOf(above, item) * (reward(above, item) + toCome([...above, item])), 0)
}

const slates = items.flatMap((a) =>
  items.filter((b) => b !== a).flatMap((b) => items.filter((c) => c !== a && c !== b).map((c) => [a, b, c])),
)
const prefixProbability = (slate: readonly number[], end: number) =>
  slate.slice(0, end).reduce((product, item, k) => product * targetOf(slate.slice(0, k), item), 1)
const atPosition = (item: number, position: number) =>
  slates.filter((slate) => slate[position] === item).reduce((sum, slate) => sum + prefixProbability(slate, length), 0)

function logOf(chosen: readonly number[][], q: (above: readonly number[], item: number) => number): ModelledSlates {
  const entries = chosen.flatMap((slate) => slate.map((item, k) => ({ slate, item, k, above: slate.slice(0, k) })))
  const column = (value: (entry: (typeof entries)[number]) => number) => Float64Array.from(entries, value)
  return {
    indptr: Int32Array.from({ length: chosen.length + 1 }, (_, s) => length * s),
    rewards: column(({ above, item }) => reward(above, item)),
    logging: {
      atPosition: column(() => 1 / 4),
      prefix: column(({ k }) => [1 / 4, 1 / 12, 1 / 24][k]!),
    },
    target: {
      atPosition: column(({ item, k }) => atPosition(item, k)),
      prefix: column(({ slate, k }) => prefixProbability(slate, k + 1)),
    },
    predictions: column(({ above, item }) => q(above, item)),
    expectations: column(({ above }) =>
      items
        .filter((item) => !above.includes(item))
        .reduce((sum, item) => sum + targetOf(above, item) * q(above, item), 0),
    ),
  }
}

const noModel = () => 0
const perfect = (above: readonly number[], item: number) => reward(above, item) + toCome([...above, item])
const all = logOf(slates, noModel)

test('in expectation SIPS, RIPS and cascade-DR are the truth under a cascade, IIPS is not', () => {
  const truth = toCome([])
  near(estimateOf(slatePropensity('whole').terms(all)), truth)
  near(estimateOf(slatePropensity('cascade').terms(all)), truth)
  for (const q of [noModel, perfect, (_: readonly number[], item: number) => 0.3 * item])
    near(estimateOf(cascadeDoublyRobust().terms(logOf(slates, q))), truth)
  const independent = estimateOf(slatePropensity('independent').terms(all))
  assert.ok(Math.abs(independent - truth) > 0.01, `${independent} against ${truth}`)
})

test('the mean weights of a complete log are 1, so self-normalising changes nothing there', () => {
  for (const assumption of ['whole', 'cascade', 'independent'] as const) {
    const { weights } = slatePropensity(assumption).terms(all)
    near(
      weights.reduce((sum, weight) => sum + weight, 0),
      weights.length,
      1e-9,
    )
    near(
      estimateOf(selfNormalisedSlate(assumption).terms(all)),
      estimateOf(slatePropensity(assumption).terms(all)),
      1e-9,
    )
  }
})

test('on samples: RIPS is less noisy than SIPS, cascade-DR with a good model less than both', () => {
  const rng = derive('slates')
  const errors = { SIPS: 0, RIPS: 0, 'cascade-DR': 0 }
  for (let run = 0; run < 100; run++) {
    const log = logOf(
      Array.from({ length: 40 }, () => slates[rng.integer(slates.length)]!),
      perfect,
    )
    errors.SIPS += (estimateOf(slatePropensity('whole').terms(log)) - toCome([])) ** 2
    errors.RIPS += (estimateOf(slatePropensity('cascade').terms(log)) - toCome([])) ** 2
    errors['cascade-DR'] += (estimateOf(cascadeDoublyRobust().terms(log)) - toCome([])) ** 2
  }
  assert.ok(errors.RIPS < 0.9 * errors.SIPS && errors['cascade-DR'] < 0.5 * errors.RIPS, JSON.stringify(errors))
})

test('a slate of one position is a round: all assumptions agree', () => {
  const one = {
    indptr: Int32Array.of(0, 1, 2),
    rewards: Float64Array.of(1, 0),
    logging: { atPosition: Float64Array.of(0.5, 0.25), prefix: Float64Array.of(0.5, 0.25) },
    target: { atPosition: Float64Array.of(1, 0.5), prefix: Float64Array.of(1, 0.5) },
  }
  for (const assumption of ['whole', 'cascade', 'independent'] as const) {
    near(estimateOf(slatePropensity(assumption).terms(one)), 1)
    near(estimateOf(selfNormalisedSlate(assumption).terms(one)), 0.5)
  }
})

test('slates are drawn whole, and broken ones are refused', () => {
  const { units, estimates } = offPolicy(all, [slatePropensity('cascade')], { rng: derive(1), resamples: 50 })
  assert.equal(units, 24)
  assert.equal(estimates[0]!.interval.count, 24)
  const broken = { ...all, logging: { ...all.logging, prefix: new Float64Array(72) } }
  assert.throws(() => slatePropensity('cascade').terms(broken), /prefix of entry 0 is 0 logged/)
  assert.throws(() => slatePropensity('cascade').terms({ ...all, indptr: Int32Array.of(0, 0) }), /slate 0 has no/)
  assert.throws(() => cascadeDoublyRobust().terms({ ...all, predictions: new Float64Array(1) }), /72 finite/)
})

test('doubly robust by exposure is unbiased with a wrong model, and trusts the model where weights are clipped', () => {
  const rng = derive('exposure')
  const count = 20_000
  const log = {
    indptr: Int32Array.from({ length: count + 1 }, (_, s) => s),
    rewards: new Float64Array(count),
    predictions: new Float64Array(count).fill(0.3),
    weights: new Float64Array(count),
    expectations: new Float64Array(count).fill(0.3),
  }
  // Item 1 is looked at in a quarter of the lists and would be in all; its true rate is 0.6.
  for (let s = 0; s < count; s++) {
    const second = rng.uniform() < 0.25
    log.rewards[s] = second && rng.uniform() < 0.6 ? 1 : 0
    log.weights[s] = second ? 4 : 0
  }
  const options = { rng: derive('b'), resamples: 50 }
  const { estimates } = offPolicy(log, [exposureDoublyRobust(), exposureDoublyRobust({ clip: 2 })], options)
  assert.ok(Math.abs(estimates[0]!.value - 0.6) < 0.03, `${estimates[0]!.value}`)
  assert.ok(Math.abs(estimates[1]!.value - 0.45) < 0.03)
  assert.throws(() => exposureDoublyRobust({ clip: 0 }), /clip is 0/)
  assert.throws(() => exposureDoublyRobust().terms({ ...log, rewards: new Float64Array(1) }), /rewards must be/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../../random/random.ts'
import { directMethod } from './direct-method.ts'
import { doublyRobust, selfNormalisedDoublyRobust, shrunkDoublyRobust, switchDoublyRobust } from './doubly-robust.ts'
import { type Estimator, estimateOf, offPolicy } from './estimate.ts'
import { inversePropensity, selfNormalised } from './inverse-propensity.ts'
import type { ModelledRounds } from './logged-rounds.ts'
import { replay } from './replay.ts'
import { rewardRates } from './reward-rates.ts'
import { slope } from './slope.ts'
import { summariseWeights } from './weights.ts'

const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} against ${expected}`)

// Weights 2, 0.5, 4, 1; rewards 1, 0, 1, 0.
const rounds: ModelledRounds = {
  rewards: Float64Array.of(1, 0, 1, 0),
  propensities: Float64Array.of(0.4, 0.4, 0.2, 0.5),
  targets: Float64Array.of(0.8, 0.2, 0.8, 0.5),
  predictions: Float64Array.of(0.5, 0.25, 0.5, 0.25),
  expectations: Float64Array.of(0.45, 0.3, 0.45, 0.375),
}
const value = (estimator: Estimator<ModelledRounds>) => estimateOf(estimator.terms(rounds))

test('the worked example: weights 2, 0.5, 4, 1 with rewards 1, 0, 1, 0', () => {
  near(value(inversePropensity()), 6 / 4)
  near(value(selfNormalised()), 6 / 7.5)
  near(value(inversePropensity({ clip: 2 })), 4 / 4)
  near(value(selfNormalised({ clip: 2 })), 4 / 5.5)
  near(value(directMethod()), 1.575 / 4)
  // Weighted errors: 2 * .5, .5 * -.25, 4 * .5, 1 * -.25.
  near(value(doublyRobust()), (1.575 + 1 - 0.125 + 2 - 0.25) / 4)
  near(value(selfNormalisedDoublyRobust()), 1.575 / 4 + 2.625 / 7.5)
  near(value(switchDoublyRobust({ threshold: 2 })), (1.575 + 1 - 0.125 - 0.25) / 4)
  // lambda = 4: 2 -> 8/8, 0.5 -> 2/4.25, 4 -> 16/20, 1 -> 4/5.
  near(value(shrunkDoublyRobust({ lambda: 4 })), (1.575 + 0.5 - (2 / 4.25) * 0.25 + 0.4 - 0.2) / 4)
})

test('switching and shrinking run from the direct method to doubly robust', () => {
  for (const make of [
    (x: number) => switchDoublyRobust({ threshold: x }),
    (x: number) => shrunkDoublyRobust({ lambda: x }),
  ]) {
    near(value(make(0)), value(directMethod()))
    near(value(make(Number.POSITIVE_INFINITY)), value(doublyRobust()))
  }
})

test('replay is the mean over the rounds in which both policies agree', () => {
  const log = {
    rewards: Float64Array.of(1, 0, 1, 1),
    propensities: new Float64Array(4).fill(0.5),
    targets: Float64Array.of(1, 1, 0, 1),
  }
  near(estimateOf(replay().terms(log)), 2 / 3)
  assert.throws(() => replay().terms(rounds), /target of round 0 is 0.8/)
})

test('a report says what each number rests on', () => {
  const report = offPolicy(rounds, [inversePropensity({ clip: 2 }), doublyRobust()], { rng: derive('report') })
  const [clipped, robust] = report.estimates
  assert.equal(clipped!.clippedShare, 1 / 4)
  assert.equal(clipped!.weights.max, 2)
  assert.equal(robust!.clippedShare, 0)
  near(robust!.weights.effectiveSampleSize, 7.5 ** 2 / (4 + 0.25 + 16 + 1))
  assert.ok(robust!.interval.low < robust!.value && robust!.value < robust!.interval.high)
  assert.deepEqual(
    report,
    offPolicy(rounds, [inversePropensity({ clip: 2 }), doublyRobust()], { rng: derive('report') }),
  )
})

test('alarms: one huge weight, few effective rounds, a mean far from 1', () => {
  const fine = summariseWeights(new Float64Array(1000).fill(1))
  assert.deepEqual(fine.alarms, [])
  assert.equal(fine.effectiveSampleSize, 1000)
  const lone = summariseWeights(Float64Array.from({ length: 1000 }, (_, k) => (k === 0 ? 20_000 : 1)))
  assert.deepEqual(lone.alarms, ['few-effective-rounds', 'one-round-dominates'])
  assert.deepEqual(summariseWeights(new Float64Array(1000).fill(0.5)).alarms, ['mean-weight-off'])
})

test('a log that cannot be used is refused with the round and the value', () => {
  const with_ = (change: Partial<ModelledRounds>) => () => doublyRobust().terms({ ...rounds, ...change })
  assert.throws(with_({ propensities: Float64Array.of(0.5, 0, 1, 1) }), /propensity of round 1 is 0/)
  assert.throws(with_({ targets: Float64Array.of(0.5, 0, 1.1, 1) }), /target of round 2 is 1.1/)
  assert.throws(with_({ rewards: Float64Array.of(Number.NaN, 0, 1, 1) }), /reward of round 0 is NaN/)
  assert.throws(with_({ predictions: Float64Array.of(0, 0, 1) }), /3 predictions/)
  assert.throws(with_({ expectations: Float64Array.of(0, 0, 1, Infinity) }), /expectations of round 3/)
  assert.throws(
    () =>
      inversePropensity().terms({
        rewards: new Float64Array(0),
        propensities: new Float64Array(0),
        targets: new Float64Array(0),
      }),
    /no rounds/,
  )
  assert.throws(() => inversePropensity({ clip: 0 }), /clip is 0/)
  assert.throws(() => switchDoublyRobust({ threshold: -1 }), /threshold is -1/)
  assert.throws(() => shrunkDoublyRobust({ lambda: Number.NaN }), /lambda is NaN/)
})

/** A context of 0 or 1, three actions; click rates, both policies known, so the truth is known. */
const rates = [
  [0.1, 0.5, 0.2],
  [0.6, 0.2, 0.3],
]
const logging = [
  [0.6, 0.1, 0.3],
  [0.2, 0.5, 0.3],
]
const wanted = [
  [0.1, 0.8, 0.1],
  [0.7, 0.2, 0.1],
]
const truth = mean([0, 1].map((x) => dot(wanted[x]!, rates[x]!)))

function simulate(seed: number, { wrongModel }: { wrongModel: boolean }): ModelledRounds {
  const rng = derive('bandit', seed)
  const count = 400
  const made = {
    rewards: new Float64Array(count),
    propensities: new Float64Array(count),
    targets: new Float64Array(count),
    predictions: new Float64Array(count),
    expectations: new Float64Array(count),
  }
  const q = wrongModel ? [new Array(3).fill(0.9), new Array(3).fill(0.9)] : rates
  for (let round = 0; round < count; round++) {
    const x = rng.integer(2)
    const drawn = rng.uniform()
    const action = drawn < logging[x]![0]! ? 0 : drawn < logging[x]![0]! + logging[x]![1]! ? 1 : 2
    made.rewards[round] = rng.uniform() < rates[x]![action]! ? 1 : 0
    made.propensities[round] = logging[x]![action]!
    made.targets[round] = wanted[x]![action]!
    made.predictions[round] = q[x]![action]
    made.expectations[round] = dot(wanted[x]!, q[x]!)
  }
  return made
}

test('over many logs: IPS and DR are right although the model is wrong, DR with a good model is the least noisy', () => {
  const runs = Array.from({ length: 200 }, (_, seed) => ({
    good: simulate(seed, { wrongModel: false }),
    bad: simulate(seed, { wrongModel: true }),
  }))
  const ips = runs.map(({ good }) => estimateOf(inversePropensity().terms(good)))
  const robust = runs.map(({ bad }) => estimateOf(doublyRobust().terms(bad)))
  const best = runs.map(({ good }) => estimateOf(doublyRobust().terms(good)))
  for (const values of [ips, robust, best]) near(mean(values), truth, 4 * Math.sqrt(variance(values) / values.length))
  near(mean(runs.map(({ bad }) => estimateOf(directMethod().terms(bad)))), 0.9)
  assert.ok(variance(best) < 0.9 * variance(ips), `${variance(best)} against ${variance(ips)}`)
})

test('the bootstrap interval holds the truth about as often as it says, and agrees with the standard error', () => {
  let held = 0
  for (let seed = 0; seed < 60; seed++) {
    const log = simulate(seed, { wrongModel: false })
    const { estimates } = offPolicy(log, [selfNormalised()], { rng: derive('b', seed), resamples: 200, level: 0.9 })
    const { interval, standardError } = estimates[0]!
    if (interval.low <= truth && truth <= interval.high) held++
    near((interval.high - interval.low) / (2 * 1.645 * standardError), 1, 0.3)
  }
  assert.ok(held >= 47 && held <= 59, `${held} of 60`)
})

/** Few clicks and weights up to 200, with a model that is 20 % off. */
function heavyLog(seed: number, count: number): { log: ModelledRounds; truth: number } {
  const rng = derive('heavy', seed)
  const rate = (action: number) => (action === 0 ? 0.1 : 0.05)
  const log = {
    rewards: new Float64Array(count),
    propensities: new Float64Array(count),
    targets: new Float64Array(count),
    predictions: new Float64Array(count),
    expectations: new Float64Array(count),
  }
  for (let round = 0; round < count; round++) {
    const rare = rng.uniform() < 0.2 ? 0.004 : 0.3
    const action = rng.uniform() < rare ? 0 : 1
    log.rewards[round] = rng.uniform() < rate(action) ? 1 : 0
    log.propensities[round] = action === 0 ? rare : 1 - rare
    log.targets[round] = action === 0 ? 0.8 : 0.2
    log.predictions[round] = 0.8 * rate(action)
    log.expectations[round] = 0.8 * (0.8 * rate(0) + 0.2 * rate(1))
  }
  return { log, truth: 0.8 * rate(0) + 0.2 * rate(1) }
}

test('SLOPE shrinks where weights are noise, comes nearer to the truth than DR, and shrinks less on a long log', () => {
  const candidates = [Number.POSITIVE_INFINITY, 1000, 100, 10, 1, 0].map((lambda) => shrunkDoublyRobust({ lambda }))
  const errors = { chosen: 0, plain: 0 }
  const places = { short: 0, long: 0 }
  for (let seed = 0; seed < 60; seed++) {
    const { log, truth } = heavyLog(seed, 500)
    const chosen = slope(log, candidates)
    errors.chosen += (estimateOf(chosen.terms(log)) - truth) ** 2
    errors.plain += (estimateOf(doublyRobust().terms(log)) - truth) ** 2
    places.short += candidates.indexOf(chosen)
    if (seed < 6) places.long += 10 * candidates.indexOf(slope(heavyLog(seed, 20_000).log, candidates))
  }
  assert.ok(errors.chosen < 0.7 * errors.plain, JSON.stringify(errors))
  assert.ok(places.long < places.short, JSON.stringify(places))
  assert.throws(() => slope(rounds, []), /no candidates/)
})

test('reward rates add their prior and refuse unknown actions', () => {
  const log = { actions: Int32Array.of(0, 1, 0), rewards: Float64Array.of(1, 0, 0), actionCount: 3 }
  assert.deepEqual(Array.from(rewardRates(log, { pseudoRewards: 1, pseudoRounds: 8 })), [2 / 10, 1 / 9, 1 / 8])
  assert.throws(() => rewardRates({ ...log, actionCount: 1 }, { pseudoRewards: 1, pseudoRounds: 8 }), /round 1 is 1/)
})

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
function variance(values: readonly number[]): number {
  const middle = mean(values)
  return mean(values.map((value) => (value - middle) ** 2))
}
function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0)
}

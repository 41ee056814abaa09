import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import { derive } from '../random/random.ts'
import { listMiscalibration, miscalibration, topicMasses } from './calibration.ts'
import { jsDistance, klDivergence } from './divergence.ts'
import { intraListDiversity } from './diversity.ts'
import { catalogueCoverage, giniIndex } from './exposure.ts'
import {
  activation,
  alternativeVoices,
  calibration,
  fragmentation,
  plainMasses,
  rankedMasses,
  representation,
  uniformBin,
} from './normative.ts'
import { novelty } from './novelty.ts'
import { serendipity } from './serendipity.ts'

const near = (actual: number | null, expected: number) =>
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} against ${expected}`)
const masses = (values: Record<string, number>) => new Map(Object.entries(values))
const list = (...rows: number[]) => Int32Array.from(rows)
const reader = (read: number[], targets: number[] = []) => ({
  history: historyOf(read.map((row) => ({ row, at: 0 }))),
  targets: list(...targets),
})

test('coverage and Gini of 0, 1, 2, 5 shows', () => {
  near(catalogueCoverage([0, 1, 2, 5]), 3 / 4)
  // (2i - 5) x: -3 * 0 - 1 * 1 + 1 * 2 + 3 * 5 = 16, over 4 * 8.
  near(giniIndex([5, 0, 2, 1]), 16 / 32)
  near(giniIndex([3, 3, 3]), 0)
  near(giniIndex([0, 0, 0, 9]), 3 / 4)
  near(giniIndex([0, 0]), 0)
  assert.throws(() => giniIndex([]), /empty/)
  assert.throws(() => giniIndex([1, -1]), /count is -1/)
})

test('Gini is half the mean difference of all pairs over the mean', () => {
  const rng = derive('gini')
  const counts = Array.from({ length: 9 }, () => rng.integer(20))
  const mean = counts.reduce((sum, count) => sum + count, 0) / 9
  const pairs = counts.flatMap((a) => counts.map((b) => Math.abs(a - b)))
  near(giniIndex(counts), pairs.reduce((sum, difference) => sum + difference, 0) / 81 / (2 * mean))
})

test('novelty: read by 1 of 2 readers is one bit, by 1 of 8 three, by nobody as by one', () => {
  const measure = novelty([4, 1, 0, 8], 8)
  near(measure(list(0), reader([])), 1)
  near(measure(list(0, 1, 2, 3), reader([])), (1 + 3 + 3 + 0) / 4)
  assert.equal(measure(list(), reader([])), 0)
})

test('intra-list diversity is the mean over pairs', () => {
  const topic = ['a', 'a', 'b']
  const measure = intraListDiversity((x, y) => (topic[x] === topic[y] ? 0 : 1))
  near(measure(list(0, 1, 2), reader([])), 2 / 3)
  near(measure(list(0, 1), reader([])), 0)
  assert.equal(measure(list(0), reader([])), 0)
})

test('serendipity counts what was wanted and not expected', () => {
  const measure = serendipity(list(0, 1, 2, 3, 4))
  // The reader has read 0: expected of two are 1 and 2.
  near(measure(list(1, 3), reader([0], [1, 3])), 1 / 2)
  near(measure(list(3, 4), reader([0], [1])), 0)
  near(measure(list(2, 4), reader([], [2, 4])), 1)
})

test('calibration of Steck: 70 % romance and 30 % action against lists of 0, 50 and 70 %', () => {
  const history = masses({ romance: 0.7, action: 0.3 })
  near(miscalibration(history, masses({ romance: 7, action: 3 })), 0)
  near(
    miscalibration(history, masses({ romance: 1, action: 1 })),
    0.7 * Math.log(0.7 / (0.99 * 0.5 + 0.007)) + 0.3 * Math.log(0.3 / (0.99 * 0.5 + 0.003)),
  )
  near(
    miscalibration(history, masses({ romance: 1 })),
    0.7 * Math.log(0.7 / (0.99 + 0.007)) + 0.3 * Math.log(0.3 / 0.003),
  )
  assert.throws(() => miscalibration(history, masses({})), /empty/)
})

test('calibration of a list: history by weight, list alike, and what is said of lists and histories without topics', () => {
  const topics = [['a'], ['b'], []]
  const measure = listMiscalibration((row) => topics[row]!)
  const history = historyOf([
    { row: 0, at: 1, weight: 3 },
    { row: 1, at: 2, weight: 1 },
  ])
  near(
    measure(list(0, 1, 2), { history, targets: list() }),
    miscalibration(masses({ a: 3, b: 1 }), masses({ a: 1, b: 1 })),
  )
  near(measure(list(0), reader([2])), 0)
  near(measure(list(2), reader([0])), Math.log(100))
})

test('an item of two topics gives each half', () => {
  const topics = [['a'], ['a', 'b'], []]
  assert.deepEqual(
    topicMasses([0, 1, 2], [1, 4, 9], (row) => topics[row]!),
    masses({ a: 3, b: 2 }),
  )
})

test('Kullback-Leibler in bits and Jensen-Shannon by hand', () => {
  const [p, q] = [masses({ a: 1, b: 1 }), masses({ a: 1 })]
  near(klDivergence(q, p), 1)
  assert.equal(klDivergence(p, q), Number.POSITIVE_INFINITY)
  assert.ok(Number.isFinite(klDivergence(p, q, { smoothing: 0.001 })))
  // Middle (3/4, 1/4): half of (1/2 log2(2/3) + 1/2 log2 2) plus half of log2(4/3).
  near(jsDistance(p, q), Math.sqrt((0.5 * Math.log2(2 / 3) + 0.5 + Math.log2(4 / 3)) / 2))
  near(jsDistance(masses({ a: 1 }), masses({ b: 1 })), 1)
  near(jsDistance(p, p), 0)
  assert.throws(() => jsDistance(p, q, { smoothing: 1 }), /smoothing is 1/)
})

test('Jensen-Shannon distance is symmetric and keeps the triangle inequality', () => {
  const rng = derive('triangle')
  const draw = () => masses({ a: rng.uniform(), b: rng.uniform(), c: rng.uniform() })
  for (let run = 0; run < 200; run++) {
    const [p, q, r] = [draw(), draw(), draw()]
    near(jsDistance(p, q), jsDistance(q, p))
    assert.ok(jsDistance(p, r) <= jsDistance(p, q) + jsDistance(q, r) + 1e-12)
  }
})

test('ranks weigh 1/rank', () => {
  assert.deepEqual(rankedMasses([['a'], ['b'], ['a', 'c']]), masses({ a: 1 + 1 / 6, b: 1 / 2, c: 1 / 6 }))
  assert.deepEqual(plainMasses([['a'], ['b'], ['a']]), masses({ a: 2, b: 1 }))
})

test('the five of RADio: 0 for the same distribution, near 1 for nothing in common, null where nothing is said', () => {
  const five = { calibration, fragmentation, activation, representation, alternativeVoices }
  for (const [name, measure] of Object.entries(five)) {
    near(measure([['a']], [['a']]), 0)
    const foreign = measure([['a']], [['b']])
    assert.ok(foreign !== null && foreign > 0.98 && foreign < 1, `${name}: ${foreign}`)
    assert.equal(measure([[]], [['a']]), null)
    assert.equal(measure([], [['a']]), null)
  }
})

test('a pool has no ranks, a history has: the same list differs from a pool and not from its own history', () => {
  const list = [['a'], ['b'], ['b']]
  near(calibration(list, list), 0)
  // Ranked: a 6/11, b 5/11; pool: a 1/3, b 2/3; each mixed with .001 of the other.
  const mixed = (x: number, y: number) => 0.999 * x + 0.001 * y
  near(
    activation(list, list),
    jsDistance(
      masses({ a: mixed(1 / 3, 6 / 11), b: mixed(2 / 3, 5 / 11) }),
      masses({ a: mixed(6 / 11, 1 / 3), b: mixed(5 / 11, 2 / 3) }),
    ),
  )
  assert.ok(activation(list, list)! > 0.1)
})

test('five equal bins of 0..1, with values outside in the outermost', () => {
  assert.deepEqual(
    [-1, 0, 0.19, 0.2, 0.99, 1, 7].map((value) => uniformBin(value)),
    ['0', '0', '0', '1', '4', '4', '4'],
  )
  assert.equal(uniformBin(50, { low: 0, high: 100, bins: 2 }), '1')
  assert.throws(() => uniformBin(1, { low: 1, high: 1 }), /low is 1/)
})

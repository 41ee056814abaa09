import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { binColumns, fitBins } from './bins.ts'
import { fillHistogram, subtractHistogram } from './histogram.ts'
import { bestSplit, type SplitRules } from './split.ts'

const features = Int32Array.of(0, 1, 2, 3, 4)
const rules: SplitRules = { reg: 1, minLeafWeight: 2, minGain: 0 }

/** Rows of small whole numbers, some missing, with made-up gradients and hessians. */
function madeUp(seed: number, { rows = 40, width = 5, gaps = 0.2 } = {}) {
  const rng = derive(seed, 'split')
  const values = Float32Array.from({ length: rows * width }, () => (rng.uniform() < gaps ? Number.NaN : rng.integer(9)))
  const pairs = Float32Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? rng.normal() : rng.uniform()))
  const names = Array.from({ length: width }, (_, feature) => `f${feature}`)
  const bins = fitBins({ features: names, values, labels: new Float32Array(rows) }, 255)
  const data = { columns: binColumns({ features: names, values }, bins), pairs, first: bins.first }
  return { rows, width, values, pairs, bins, data }
}

/** Every threshold of every feature, missing values on either side, by adding up the rows. */
function bruteForce({ rows, width, values, pairs }: ReturnType<typeof madeUp>): number {
  const side = (goesLeft: (value: number) => boolean, feature: number) => {
    const sums = { left: [0, 0], right: [0, 0] }
    for (let row = 0; row < rows; row++) {
      const sum = goesLeft(values[row * width + feature]!) ? sums.left : sums.right
      sum[0]! += pairs[2 * row]!
      sum[1]! += pairs[2 * row + 1]!
    }
    return sums
  }
  const worth = ([g, h]: number[]) => (g! * g!) / (h! + rules.reg)
  let best = 0
  for (let feature = 0; feature < width; feature++)
    for (const threshold of [0, 1, 2, 3, 4, 5, 6, 7, 8])
      for (const missingLeft of [false, true]) {
        const { left, right } = side((x) => (Number.isNaN(x) ? missingLeft : x <= threshold), feature)
        if (left[1]! < rules.minLeafWeight || right[1]! < rules.minLeafWeight) continue
        best = Math.max(best, worth(left) + worth(right) - worth([left[0]! + right[0]!, left[1]! + right[1]!]))
      }
  return best
}

test('the best split on histograms is the best of all thresholds by brute force', () => {
  for (let seed = 0; seed < 60; seed++) {
    const world = madeUp(seed, { gaps: seed % 3 === 0 ? 0 : 0.2 })
    const histogram = new Float64Array(2 * world.bins.first.at(-1)!)
    const all = Int32Array.from({ length: world.rows }, (_, row) => row)
    fillHistogram(world.data, { rows: all, features }, histogram)
    const total = (part: number) => all.reduce((sum, row) => sum + world.pairs[2 * row + part]!, 0)
    const leaf = { histogram, gradient: total(0), hessian: total(1) }
    const split = bestSplit(leaf, { bins: world.bins, features }, rules)
    assert.ok(Math.abs((split?.gain ?? 0) - bruteForce(world)) < 1e-9, `seed ${seed}`)
  }
})

test('the rest of a histogram is the histogram of the rest', () => {
  const { rows, bins, data } = madeUp(1)
  const length = 2 * bins.first.at(-1)!
  const [all, some, rest] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)]
  const numbers = Int32Array.from({ length: rows }, (_, row) => row)
  fillHistogram(data, { rows: numbers, features }, all)
  fillHistogram(data, { rows: numbers.subarray(0, 13), features }, some)
  fillHistogram(data, { rows: numbers.subarray(13), features }, rest)
  subtractHistogram(all, some)
  for (let at = 0; at < length; at++) assert.ok(Math.abs(all[at]! - rest[at]!) < 1e-12)
})

test('a leaf too light to divide is not divided', () => {
  const { bins, data, rows, pairs } = madeUp(2)
  const histogram = new Float64Array(2 * bins.first.at(-1)!)
  fillHistogram(data, { rows: Int32Array.from({ length: rows }, (_, row) => row), features }, histogram)
  const hessian = pairs.reduce((sum, value, at) => sum + (at % 2) * value, 0)
  const heavy = { ...rules, minLeafWeight: hessian / 2 + 1 }
  assert.equal(bestSplit({ histogram, gradient: 1, hessian }, { bins, features: Int32Array.of(0) }, heavy), null)
})

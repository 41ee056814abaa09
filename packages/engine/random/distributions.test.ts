import assert from 'node:assert/strict'
import { test } from 'node:test'
import { betaDraw, gammaDraw, lnGammaDraw } from './distributions.ts'
import { derive } from './random.ts'

const count = 20_000
function moments(draw: () => number): { mean: number; variance: number } {
  const values = Float64Array.from({ length: count }, draw)
  const mean = values.reduce((sum, x) => sum + x, 0) / count
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count }
}

test('gamma draws have mean and variance equal to their shape, below and above 1', () => {
  for (const shape of [0.3, 1, 4.5, 200]) {
    const rng = derive('gamma', shape)
    const { mean, variance } = moments(() => gammaDraw(rng, shape))
    assert.ok(Math.abs(mean / shape - 1) < 5 / Math.sqrt(count * shape), `shape ${shape}: mean ${mean}`)
    assert.ok(Math.abs(variance / shape - 1) < 0.12, `shape ${shape}: variance ${variance}`)
  }
})

test('Gamma(1) is exponential: its distribution function is 1 - e^-x', () => {
  const rng = derive('exponential')
  const values = Float64Array.from({ length: count }, () => gammaDraw(rng, 1))
  for (const x of [0.05, 0.5, 1, 3])
    assert.ok(Math.abs(values.filter((value) => value < x).length / count - (1 - Math.exp(-x))) < 0.012)
})

test('beta draws have the mean and variance of their parameters', () => {
  for (const [a, b] of [
    [1, 1],
    [0.5, 0.5],
    [188, 12_500],
    [3, 9],
  ] as const) {
    const rng = derive('beta', a, b)
    const { mean, variance } = moments(() => betaDraw(rng, a, b))
    const expected = (a * b) / ((a + b) ** 2 * (a + b + 1))
    assert.ok(Math.abs(mean - a / (a + b)) < 5 * Math.sqrt(expected / count), `${a}, ${b}: mean ${mean}`)
    assert.ok(Math.abs(variance / expected - 1) < 0.06, `${a}, ${b}: variance ${variance}`)
  }
})

test('tiny parameters give 0 or 1 in their proportion and never NaN', () => {
  const rng = derive('tiny')
  const { mean } = moments(() => betaDraw(rng, 1e-18, 3e-18))
  assert.ok(Math.abs(mean - 0.25) < 0.02, `${mean}`)
  assert.ok(Number.isFinite(lnGammaDraw(rng, 1e-18)))
})

test('impossible parameters are named', () => {
  const rng = derive(1)
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => betaDraw(rng, bad, 1), new RegExp(`shape is ${bad}`))
})

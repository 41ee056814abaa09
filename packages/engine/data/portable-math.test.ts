import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decay, exp2, ln, power, powerOfTwo } from './portable-math.ts'

const near = (actual: number, expected: number, units: number) =>
  Math.abs(actual - expected) <= units * Number.EPSILON * Math.max(Math.abs(expected), 2 ** -1000)

test('exp2 agrees with Math.pow', () => {
  fc.assert(
    fc.property(fc.double({ min: -1000, max: 1023, noNaN: true }), (x) => {
      assert.ok(near(exp2(x), 2 ** x, 3), `exp2(${x}) = ${exp2(x)} against ${2 ** x}`)
    }),
    { seed: 1, numRuns: 1000 },
  )
})

test('exp2 is exact for whole numbers and quiet at the ends', () => {
  for (let n = -1074; n <= 1023; n++) assert.equal(exp2(n), 2 ** n)
  assert.deepEqual([exp2(-5000), exp2(5000), exp2(Number.NEGATIVE_INFINITY)], [0, Number.POSITIVE_INFINITY, 0])
  assert.ok(Number.isFinite(exp2(1023.999)))
  assert.ok(Number.isNaN(exp2(Number.NaN)))
  assert.deepEqual([powerOfTwo(-1075), powerOfTwo(1024)], [0, Number.POSITIVE_INFINITY])
})

test('ln agrees with Math.log', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      assert.ok(Math.abs(ln(x) - Math.log(x)) <= 4 * Number.EPSILON * Math.max(1, Math.abs(Math.log(x))), `ln(${x})`)
    }),
    { seed: 2, numRuns: 1000 },
  )
  assert.deepEqual(
    [ln(0), ln(1), ln(Number.POSITIVE_INFINITY)],
    [Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY],
  )
  assert.ok(Number.isNaN(ln(-1)))
})

test('a weight halves with each half-life and never grows', () => {
  assert.deepEqual([decay(0, 10), decay(10, 10), decay(20, 10), decay(-50, 10)], [1, 0.5, 0.25, 1])
})

test('a power agrees with Math.pow', () => {
  for (const base of [0, 1e-12, 0.3, 1, 2, 12345.678])
    for (const exponent of [0, 0.25, 0.5, 1, 1.7, 4]) {
      const expected = base ** exponent
      assert.ok(Math.abs(power(base, exponent) - expected) <= 1e-13 * expected, `${base} ** ${exponent}`)
    }
})

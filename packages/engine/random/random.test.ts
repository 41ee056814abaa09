import assert from 'node:assert/strict'
import { test } from 'node:test'
import { philox4x32 } from './philox.ts'
import { choice, derive, shuffle } from './random.ts'

// counter (4 words), key (2), output (4): tests/kat_vectors of github.com/DEShawResearch/random123
const vectors = `
  00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8
  ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd
  243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1`

test('philox4x32-10 gives the known answers of Random123', () => {
  for (const line of vectors.trim().split('\n')) {
    const [c0, c1, c2, c3, k0, k1, ...expected] = line
      .trim()
      .split(' ')
      .map((word) => Number.parseInt(word, 16))
    const out = new Uint32Array(4)
    philox4x32(c0!, c1!, c2!, c3!, k0!, k1!, out)
    assert.deepEqual(Array.from(out), expected)
  }
})

const draws = (rng: { uint32(): number }) => Array.from({ length: 9 }, () => rng.uint32())

test('a stream is a function of its seed and names', () => {
  assert.deepEqual(draws(derive('s', 'explore', 7)), draws(derive('s', 'explore', '7')))
  assert.deepEqual(draws(derive('s').derive('a')), draws(derive('s', 'a')))
  const streams = [
    ['s'],
    ['s', ''],
    ['s', 'ab', 'c'],
    ['s', 'a', 'bc'],
    ['s', 'abc'],
    ['t'],
    ['s', 'abc', ''],
    ['s\u0000'],
  ]
  assert.equal(new Set(streams.map(([seed, ...names]) => draws(derive(seed!, ...names)).join())).size, streams.length)
})

test('deriving does not disturb the stream it comes from', () => {
  const rng = derive(1)
  rng.uint32()
  const child = draws(rng.derive('child'))
  assert.deepEqual(child, draws(derive(1, 'child')))
  assert.deepEqual(draws(rng).slice(0, 8), draws(derive(1)).slice(1))
})

test('uniform draws fill [0, 1) evenly', () => {
  const rng = derive('uniform')
  const bins = new Float64Array(16)
  for (let k = 0; k < 16_000; k++) bins[Math.floor(rng.uniform() * 16)]!++
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  assert.ok(chiSquare < 37.7, `chi-square ${chiSquare} on 15 degrees of freedom`) // p = 0.001
})

test('whole numbers are evenly drawn and their range is checked', () => {
  const rng = derive('integer')
  const bins = new Float64Array(7)
  for (let k = 0; k < 7000; k++) bins[rng.integer(7)]!++
  assert.ok(bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0) < 22.5) // 6 degrees, p = 0.001
  assert.equal(rng.integer(1), 0)
  for (const n of [0, -1, 1.5, Number.NaN, 2 ** 33]) assert.throws(() => rng.integer(n), /integer: n is/)
})

test('normal draws have mean 0, variance 1 and the right tail', () => {
  const rng = derive('normal')
  const values = Float64Array.from({ length: 20_000 }, () => rng.normal())
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
  const tail = values.filter((x) => x > 1.96).length / values.length
  assert.ok(Math.abs(mean) < 0.025 && Math.abs(variance - 1) < 0.04 && Math.abs(tail - 0.025) < 0.004)
})

test('a shuffle keeps the elements and reaches every order', () => {
  const rng = derive('shuffle')
  const orders = new Map<string, number>()
  for (let k = 0; k < 2400; k++) {
    const order = shuffle(rng, [0, 1, 2, 3]).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  assert.equal(orders.size, 24)
  assert.ok([...orders.values()].every((count) => count > 55 && count < 150))
  assert.deepEqual(shuffle(rng, Int32Array.of(5, 6)).sort(), Int32Array.of(5, 6))
})

test('a choice comes from the list, and an empty list is refused', () => {
  const rng = derive('choice')
  assert.equal(new Set(Array.from({ length: 60 }, () => choice(rng, ['a', 'b', 'c']))).size, 3)
  assert.throws(() => choice(rng, []), /empty/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** Largest error of A v = value v and of the vectors' orthonormality. */
function errors(a: Float64Array, n: number): { equation: number; orthonormality: number; sorted: boolean } {
  const { values, vectors } = symmetricEigen(a, n)
  const row = (k: number) => vectors.subarray(k * n, k * n + n)
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)
  let [equation, orthonormality] = [0, 0]
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) {
      equation = Math.max(equation, Math.abs(dot(a.subarray(i * n, i * n + n), row(k)) - values[k]! * row(k)[i]!))
      orthonormality = Math.max(orthonormality, Math.abs(dot(row(k), row(i)) - (i === k ? 1 : 0)))
    }
  return { equation, orthonormality, sorted: values.every((value, k) => k === 0 || value <= values[k - 1]!) }
}

function symmetric(n: number, element: (i: number, j: number) => number): Float64Array {
  const a = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = element(i, j)
  return a
}

test('eigenvectors of random matrices of any size satisfy their equation', () => {
  const rng = derive('eigen')
  for (const n of [1, 2, 3, 4, 17, 60]) {
    const found = errors(
      symmetric(n, () => rng.normal()),
      n,
    )
    assert.ok(
      found.equation < 1e-12 * n + 1e-13 && found.orthonormality < 1e-13 * n && found.sorted,
      JSON.stringify(found),
    )
  }
})

test('repeated, zero and already diagonal values are no trouble', () => {
  const ones = symmetric(12, () => 1)
  const diagonal = symmetric(9, (i, j) => (i === j ? (i * 7) % 5 : 0))
  const low = symmetric(20, (i, j) => Math.cos(i) * Math.cos(j) + (i % 2) * (j % 2))
  for (const [a, n] of [
    [ones, 12] as const,
    [diagonal, 9] as const,
    [low, 20] as const,
    [new Float64Array(25), 5] as const,
  ]) {
    const found = errors(a, n)
    assert.ok(found.equation < 1e-12 && found.orthonormality < 1e-12 && found.sorted, JSON.stringify(found))
  }
  assert.ok(Math.abs(symmetricEigen(ones, 12).values[0]! - 12) < 1e-12)
})

test('the second difference matrix has its known eigenvalues', () => {
  const n = 30
  const { values } = symmetricEigen(
    symmetric(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    n,
  )
  values.forEach((value, k) => {
    assert.ok(Math.abs(value - (2 + 2 * Math.cos((Math.PI * (k + 1)) / (n + 1)))) < 1e-13)
  })
})

test('a matrix that is not finite is an error, never an endless loop', () => {
  assert.throws(() => symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2), /finite/)
})

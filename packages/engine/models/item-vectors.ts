import type { History } from '../data/history.ts'

/** One vector per item, all of the same length, row after row. */
interface ItemVectors {
  readonly vectors: Float32Array
  readonly rows: number
}

/** Sum over the history of weight * vector, in f64; items outside the table are ignored. */
export function project({ vectors, rows }: ItemVectors, history: History): Float64Array {
  const size = rows === 0 ? 0 : vectors.length / rows
  const sum = new Float64Array(size)
  for (let h = 0; h < history.items.length; h++) {
    const item = history.items[h]!
    if (item < 0 || item >= rows) continue
    const weight = history.weights[h]!
    for (let d = 0, k = item * size; d < size; d++, k++) sum[d]! += weight * vectors[k]!
  }
  return sum
}

/** scores[j] += <vector of j, point>; sums run in f64. */
export function addProjected(
  scores: Float32Array | Float64Array,
  { vectors, rows }: ItemVectors,
  point: Float64Array,
): void {
  const size = point.length
  for (let j = 0, k = 0; j < rows; j++) {
    let [even, odd] = [0, 0] // two chains of additions run at a time
    let d = 0
    for (; d + 1 < size; d += 2, k += 2) {
      even += vectors[k]! * point[d]!
      odd += vectors[k + 1]! * point[d + 1]!
    }
    if (d < size) even += vectors[k++]! * point[d]!
    scores[j]! += even + odd
  }
}

/** <vector of item a, vector of item b>. */
export function itemVectorDot({ vectors, rows }: ItemVectors, a: number, b: number): number {
  const size = rows === 0 ? 0 : vectors.length / rows
  let sum = 0
  for (let d = 0; d < size; d++) sum += vectors[a * size + d]! * vectors[b * size + d]!
  return sum
}

/**
 * The `take` best rows, best first, ties by lower row; NaN and -Infinity are never taken.
 *
 * One pass over `scores` with a bounded heap of rows: O(n + take log take log n) for scores in no special order.
 * `refused[row] !== 0` leaves a row out. The naive twin is in the test.
 */
export function topRows(scores: Float32Array | Float64Array, take: number, refused?: Uint8Array): Int32Array {
  const limit = Math.max(0, Math.min(take, scores.length))
  const heap = new Int32Array(limit) // worst row at 0
  let size = 0
  let threshold = Number.NEGATIVE_INFINITY
  if (limit === 0) return heap
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!
    if (!(score > threshold)) continue // a tie with the worst loses: its row is higher
    if (refused !== undefined && refused[row] !== 0) continue
    if (size < limit) {
      heap[size++] = row
      rise(heap, scores, size - 1)
    } else {
      heap[0] = row
      sink(heap, scores, size)
    }
    if (size === limit) threshold = scores[heap[0]!]!
  }
  for (let end = size - 1; end > 0; end--) {
    const worst = heap[0]!
    heap[0] = heap[end]!
    heap[end] = worst
    sink(heap, scores, end)
  }
  return heap.subarray(0, size)
}

type Scores = Float32Array | Float64Array

function worse(scores: Scores, a: number, b: number): boolean {
  return scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b)
}

function rise(heap: Int32Array, scores: Scores, from: number): void {
  let k = from
  while (k > 0) {
    const parent = (k - 1) >> 1
    if (!worse(scores, heap[k]!, heap[parent]!)) return
    const row = heap[k]!
    heap[k] = heap[parent]!
    heap[parent] = row
    k = parent
  }
}

function sink(heap: Int32Array, scores: Scores, size: number): void {
  let k = 0
  for (;;) {
    let child = 2 * k + 1
    if (child >= size) return
    if (child + 1 < size && worse(scores, heap[child + 1]!, heap[child]!)) child++
    if (!worse(scores, heap[child]!, heap[k]!)) return
    const row = heap[k]!
    heap[k] = heap[child]!
    heap[child] = row
    k = child
  }
}

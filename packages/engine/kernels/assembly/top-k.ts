// The k largest scores, by a bounded heap of indices behind a SIMD threshold test.

/** True when entry x is a worse answer than y: a lower score, or the same score at a higher index. */
function worse(scores: usize, x: u32, y: u32): bool {
  const sx = load<f32>(scores + <usize>x * 4)
  const sy = load<f32>(scores + <usize>y * 4)
  return sx < sy || (sx === sy && x > y)
}

/** Lets the entry at `hole` sink to its place in a heap whose root is the worst entry. */
function sink(scores: usize, heap: usize, hole: usize, size: usize): void {
  const entry = load<u32>(heap + hole * 4)
  while (true) {
    let child: usize = 2 * hole + 1
    if (child >= size) break
    if (child + 1 < size && worse(scores, load<u32>(heap + child * 4 + 4), load<u32>(heap + child * 4))) child++
    const candidate = load<u32>(heap + child * 4)
    if (!worse(scores, candidate, entry)) break
    store<u32>(heap + hole * 4, candidate)
    hole = child
  }
  store<u32>(heap + hole * 4, entry)
}

/**
 * Writes the indices (u32) of the k largest of n scores to `to`, best first, ties to the lower index, NaN never.
 * Returns how many were written: k, or the number of scores that are not NaN when that is less.
 */
export function topK(scores: usize, n: usize, k: usize, to: usize): usize {
  let size: usize = 0
  let i: usize = 0
  for (; i < n && size < k; i++) {
    const score = load<f32>(scores + i * 4)
    if (score >= <f32>-Infinity) {
      store<u32>(to + size * 4, <u32>i)
      size++
    }
  }
  if (size === 0) return 0
  for (let start = size / 2; start > 0; start--) sink(scores, to, start - 1, size)
  let floor = load<f32>(scores + <usize>load<u32>(to) * 4)
  while (i < n) {
    const limit = f32x4.splat(floor)
    while (i + 16 <= n) {
      const at = scores + i * 4
      const low = v128.or(f32x4.gt(v128.load(at), limit), f32x4.gt(v128.load(at, 16), limit))
      const high = v128.or(f32x4.gt(v128.load(at, 32), limit), f32x4.gt(v128.load(at, 48), limit))
      if (v128.any_true(v128.or(low, high))) break
      i += 16
    }
    const end = min(n, i + 16)
    for (; i < end; i++) {
      if (load<f32>(scores + i * 4) > floor) {
        store<u32>(to, <u32>i)
        sink(scores, to, 0, size)
        floor = load<f32>(scores + <usize>load<u32>(to) * 4)
      }
    }
  }
  for (let last = size - 1; last > 0; last--) {
    const worst = load<u32>(to)
    store<u32>(to, load<u32>(to + last * 4))
    store<u32>(to + last * 4, worst)
    sink(scores, to, 0, last)
  }
  return size
}

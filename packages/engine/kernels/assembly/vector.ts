// Sums and updates of contiguous f32 vectors. Pointers in bytes, lengths in floats.

/** Sum of a[i] * b[i], in sixteen interleaved partial sums. */
export function dot(a: usize, b: usize, n: usize): f32 {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  const wideEnd = a + (n & ~15) * 4
  const end = a + n * 4
  while (a < wideEnd) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)))
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)))
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)))
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)))
    a += 64
    b += 64
  }
  while (a + 16 <= end) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)))
    a += 16
    b += 16
  }
  const s = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))
  let sum = f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  while (a < end) {
    sum += load<f32>(a) * load<f32>(b)
    a += 4
    b += 4
  }
  return sum
}

/** y += alpha * x, n floats. */
export function axpy(y: usize, x: usize, alpha: f32, n: usize): void {
  const factor = f32x4.splat(alpha)
  const end = y + n * 4
  while (y + 32 <= end) {
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(factor, v128.load(x))))
    v128.store(y, f32x4.add(v128.load(y, 16), f32x4.mul(factor, v128.load(x, 16))), 16)
    y += 32
    x += 32
  }
  while (y < end) {
    store<f32>(y, load<f32>(y) + alpha * load<f32>(x))
    y += 4
    x += 4
  }
}

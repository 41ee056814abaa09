/**
 * Philox4x32-10: writes 4 random 32-bit words for a 128-bit counter and a 64-bit key into `out`.
 * Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011, doi 10.1145/2063384.2063405.
 */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array | Int32Array,
): void {
  let a = c0
  let b = c1
  let c = c2
  let d = c3
  let x = k0
  let y = k1
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(a, 0xd2511f53)
    const high1 = multiplyHigh(c, 0xcd9e8d57)
    const low0 = Math.imul(a, 0xd2511f53)
    const low1 = Math.imul(c, 0xcd9e8d57)
    a = high1 ^ b ^ x
    b = low1
    c = high0 ^ d ^ y
    d = low0
    x = (x + 0x9e3779b9) | 0
    y = (y + 0xbb67ae85) | 0
  }
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
}

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(p: number, q: number): number {
  const p0 = p & 0xffff
  const p1 = p >>> 16
  const q0 = q & 0xffff
  const q1 = q >>> 16
  // Both sums stay below 2^32: nothing is lost, and 32-bit arithmetic is all it takes.
  const middle = Math.imul(p1, q0) + (Math.imul(p0, q0) >>> 16)
  const cross = Math.imul(p0, q1) + (middle & 0xffff)
  return (Math.imul(p1, q1) + (middle >>> 16) + (cross >>> 16)) | 0
}

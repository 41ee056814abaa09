// Powers and logarithms from + - * / only. The language leaves the last bits of Math.pow and Math.log to each engine;
// these give the same bits in Node and in every browser, which "the same slate everywhere" needs.

const smallest = -1074
const powersOfTwo = new Float64Array(2098)
powersOfTwo[-smallest] = 1
for (let n = 1; n <= 1023; n++) powersOfTwo[n - smallest] = powersOfTwo[n - 1 - smallest]! * 2
for (let n = -1; n >= smallest; n--) powersOfTwo[n - smallest] = powersOfTwo[n + 1 - smallest]! / 2

/** 2^n exactly, for a whole n; 0 below 2^-1074, Infinity from 2^1024. */
export function powerOfTwo(n: number): number {
  if (n < smallest) return 0
  return n > 1023 ? Number.POSITIVE_INFINITY : powersOfTwo[n - smallest]!
}

const ln2 = Math.LN2

/** 2^x, within 2 units in the last place (Taylor series of e^(f ln 2) for |f| <= 1/2). */
export function exp2(x: number): number {
  if (Number.isNaN(x)) return x
  if (x >= 1024) return Number.POSITIVE_INFINITY
  if (x < smallest - 1) return 0
  const whole = Math.round(x)
  const y = (x - whole) * ln2
  let sum = 1
  for (let k = 14; k >= 1; k--) sum = 1 + (y / k) * sum
  return whole > 1023 ? sum * 2 * powerOfTwo(whole - 1) : sum * powerOfTwo(whole)
}

/** Natural logarithm of a positive normal number, within 3 units in the last place (2 artanh((m-1)/(m+1))). */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  let exponent = 0
  let m = x
  while (m > Math.SQRT2) {
    m /= 2
    exponent++
  }
  while (m < Math.SQRT1_2) {
    m *= 2
    exponent--
  }
  const t = (m - 1) / (m + 1)
  const square = t * t
  let sum = 0
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k
  return 2 * t * sum + exponent * ln2
}

/** Share of a weight left after `ageMs`: 2^(-age / half-life), 1 for ages up to 0. */
export function decay(ageMs: number, halfLifeMs: number): number {
  return ageMs > 0 ? exp2(-ageMs / halfLifeMs) : 1
}

/** base^exponent for a base of 0 or more; square roots and whole powers 0 and 1 are exact, else about 1e-14 relative. */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1
  if (exponent === 1) return base
  if (exponent === 0.5) return Math.sqrt(base)
  return exp2(exponent * ln(base) * Math.LOG2E)
}

import { exp2, ln } from '../data/portable-math.ts'

/** Natural logarithm of the gamma function for z above 0: Stirling's series after shifting z to 10 or more; 1e-13 relative. */
export function lnGamma(z: number): number {
  let shift = 0
  let x = z
  for (; x < 10; x++) shift += ln(x)
  const inverse = 1 / (x * x)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x
  return (x - 0.5) * ln(x) - x + 0.9189385332046727 + series - shift
}

/**
 * Distribution function of Beta(a, b) at x in 0..1, to 1e-12: the continued fraction DLMF 8.17.22, evaluated by the modified
 * Lentz method; O(sqrt(max(a, b))) steps.
 */
export function betaDistribution(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`betaDistribution: parameters are ${a} and ${b}; both must be above 0`)
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = exp2((a * ln(x) + b * ln(1 - x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b)) / Math.LN2)
  return x < (a + 1) / (a + b + 2)
    ? (front / a) * continuedFraction(x, a, b)
    : 1 - (front / b) * continuedFraction(1 - x, b, a)
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 10_000; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / away(1 + term * d)
      c = away(1 + term / c)
      value *= c * d
    }
    if (Math.abs(c * d - 1) < 1e-14) return value
  }
  throw new RangeError(`betaDistribution: no convergence at ${x} for ${a} and ${b}`)
}

import { exp2, ln } from '../data/portable-math.ts'
import type { Random } from './random.ts'

/** Natural logarithm of a Gamma(shape, 1) draw: small shapes give draws too small for a number, not for its logarithm. */
export function lnGammaDraw(rng: Random, shape: number): number {
  if (shape >= 1) return ln(gammaAboveOne(rng, shape))
  if (!(shape > 0)) throw new RangeError(`gamma: shape is ${shape}; it must be above 0 and finite`)
  return ln(gammaAboveOne(rng, shape + 1)) + ln(1 - rng.uniform()) / shape
}

/** Gamma(shape, 1) draw. Throws on a shape that is not above 0. */
export function gammaDraw(rng: Random, shape: number): number {
  return shape >= 1 ? gammaAboveOne(rng, shape) : exp2(lnGammaDraw(rng, shape) / Math.LN2)
}

/** Beta(alpha, beta) draw in [0, 1], also for parameters near 0. Throws on a parameter that is not above 0. */
export function betaDraw(rng: Random, alpha: number, beta: number): number {
  if (alpha >= 1 && beta >= 1) {
    const a = gammaAboveOne(rng, alpha)
    return a / (a + gammaAboveOne(rng, beta))
  }
  const a = lnGammaDraw(rng, alpha)
  const b = lnGammaDraw(rng, beta)
  return 1 / (1 + exp2((b - a) / Math.LN2))
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000; about one try in 25 fails. */
function gammaAboveOne(rng: Random, shape: number): number {
  if (shape === Number.POSITIVE_INFINITY)
    throw new RangeError('gamma: shape is Infinity; it must be above 0 and finite')
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = rng.normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = 1 - rng.uniform()
    const square = x * x
    // The first test is implied by the second and spares it two logarithms nearly always.
    if (u < 1 - 0.0331 * square * square || ln(u) < 0.5 * square + d - d * v + d * ln(v)) return d * v
  }
}

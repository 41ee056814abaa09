// Whether a series grows: its least-squares slope with a 95 % interval. Neighbouring samples resemble one another, so the
// interval comes from means of blocks, not from single samples.

export interface Slope {
  /** Per unit of `at`. */
  readonly slope: number
  readonly low: number
  readonly high: number
}

/** Two-sided 97.5 % points of Student's t by degrees of freedom, 1 to 30. */
const t975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

export function blockSlope(
  points: readonly { readonly at: number; readonly value: number }[],
  perBlock: number,
): Slope {
  const blocks = Array.from({ length: Math.floor(points.length / perBlock) }, (_, k) => {
    const some = points.slice(k * perBlock, (k + 1) * perBlock)
    return { at: mean(some.map(({ at }) => at)), value: mean(some.map(({ value }) => value)) }
  })
  if (blocks.length < 3) return { slope: Number.NaN, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const [atMean, valueMean] = [mean(blocks.map(({ at }) => at)), mean(blocks.map(({ value }) => value))]
  const spread = sum(blocks.map(({ at }) => (at - atMean) ** 2))
  const slope = sum(blocks.map(({ at, value }) => (at - atMean) * (value - valueMean))) / spread
  const left = sum(blocks.map(({ at, value }) => (value - valueMean - slope * (at - atMean)) ** 2))
  const freedom = blocks.length - 2
  const margin = (t975[freedom - 1] ?? 1.96) * Math.sqrt(left / freedom / spread)
  return { slope, low: slope - margin, high: slope + margin }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length

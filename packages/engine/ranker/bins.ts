import type { Examples } from './examples.ts'

/**
 * Cut points of each feature: bin 1 holds values up to edges[0], bin 2 up to edges[1], ..., the last bin the rest; bin 0
 * holds missing values. Bins of all features are numbered in one line: bin b of feature f is `first[f] + b`.
 */
export interface Bins {
  readonly edges: readonly Float32Array[]
  /** features + 1 entries; the last is the number of bins of all features. */
  readonly first: Int32Array
}

/** Values looked at per feature: quantiles of more than this change nothing that matters. */
const sampled = 200_000

/**
 * Cuts each feature so that bins hold about equally many of its values; a feature with fewer distinct values than bins
 * gets one bin for each. After the histogram method of LightGBM (Ke et al., NIPS 2017).
 */
export function fitBins({ features, values, labels }: Examples, maxBins: number): Bins {
  const step = Math.max(1, Math.ceil(labels.length / sampled))
  const edges = features.map((_, feature) => {
    const column = new Float32Array(Math.ceil(labels.length / step))
    let known = 0
    for (let row = 0; row < labels.length; row += step) {
      const value = values[row * features.length + feature]!
      if (!Number.isNaN(value)) column[known++] = value
    }
    return cutEvenly(column.subarray(0, known).sort(), maxBins)
  })
  const first = new Int32Array(edges.length + 1)
  edges.forEach((cuts, feature) => {
    first[feature + 1] = first[feature]! + cuts.length + 2
  })
  return { edges, first }
}

/** Edges between distinct neighbours of a sorted column, at most `maxBins - 1`. */
function cutEvenly(sorted: Float32Array, maxBins: number): Float32Array {
  let distinct = 0
  for (let k = 0; k < sorted.length; k++) if (k === 0 || sorted[k] !== sorted[k - 1]) distinct++
  const each = distinct <= maxBins
  const edges: number[] = []
  let from = 0
  for (let k = 1; k < sorted.length && edges.length < maxBins - 1; k++) {
    if (sorted[k] === sorted[k - 1]) continue
    const wanted = (sorted.length - from) / (maxBins - edges.length)
    if (!each && k - from < wanted) continue
    edges.push(between(sorted[k - 1]!, sorted[k]!))
    from = k
  }
  return Float32Array.from(edges)
}

/** The middle of two neighbours as a float32, so that a threshold takes 4 bytes; never the upper one itself. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2)
  return middle < high ? middle : low
}

/** Bin of a value within its feature: 0 when it is missing, else 1 + the number of edges below it. */
export function binOf(edges: Float32Array, value: number): number {
  if (Number.isNaN(value)) return 0
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= edges[middle]!) high = middle
    else low = middle + 1
  }
  return low + 1
}

/** Per feature: the bin of each row's value within the feature. */
export function binColumns({ features, values }: Pick<Examples, 'features' | 'values'>, bins: Bins): Uint8Array[] {
  const width = features.length
  const rows = values.length / width
  const columns = features.map(() => new Uint8Array(rows))
  // a block of rows at a time: column by column over everything would fetch each row once per feature
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows)
    for (let feature = 0; feature < width; feature++) {
      const [edges, column] = [bins.edges[feature]!, columns[feature]!]
      for (let row = from; row < to; row++) column[row] = binOf(edges, values[row * width + feature]!)
    }
  }
  return columns
}

const blockRows = 256

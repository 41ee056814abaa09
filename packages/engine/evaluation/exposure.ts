// How evenly a catalogue is shown. Counts: how many lists held each item of the catalogue, never-shown ones with 0.

/** Catalogue coverage: share of items that were shown at all. Throws on an empty catalogue. */
export function catalogueCoverage(counts: ArrayLike<number>): number {
  let shown = 0
  for (let row = 0; row < counts.length; row++) if (counts[row]! > 0) shown++
  return shown / sizeOf(counts)
}

/**
 * Gini index of exposure: 0 when every item is shown alike, near 1 when one gets everything:
 * sum over items ascending by count x of (2 i - n - 1) x_i / (n sum x). 0 when nothing was shown.
 */
export function giniIndex(counts: ArrayLike<number>): number {
  const n = sizeOf(counts)
  const sorted = Float64Array.from(counts).sort()
  let sum = 0
  let weighted = 0
  sorted.forEach((count, k) => {
    if (!(count >= 0)) throw new RangeError(`giniIndex: a count is ${count}; it must be 0 or more`)
    sum += count
    weighted += (2 * (k + 1) - n - 1) * count
  })
  return sum === 0 ? 0 : weighted / (n * sum)
}

function sizeOf(counts: ArrayLike<number>): number {
  if (counts.length === 0) throw new RangeError('exposure: the catalogue is empty')
  return counts.length
}

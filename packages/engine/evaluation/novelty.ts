// Novelty: mean self-information of what is shown, -log2 of the share of readers who read it.
// Zhou et al., PNAS 107, 2010; Vargas and Castells, RecSys 2011. 0: everybody read everything; log2(readers): nobody read it
// but one. Items read by nobody count as read by one.
import type { ListMeasure } from './list-measure.ts'

/** `readersPerItem` by row, of `readerCount` readers. An empty list has novelty 0. */
export function novelty(readersPerItem: ArrayLike<number>, readerCount: number): ListMeasure {
  if (!(readerCount >= 1)) throw new RangeError(`novelty: readerCount is ${readerCount}; it must be at least 1`)
  return (list) => {
    let sum = 0
    for (const row of list) sum -= Math.log2(Math.max(1, readersPerItem[row] ?? 0) / readerCount)
    return list.length === 0 ? 0 : sum / list.length
  }
}

import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import type { Random } from '@lectern/engine/random/random.ts'

/** How many readers, items and pairs a made-up matrix has. */
interface MatrixShape {
  readonly readers: number
  readonly items: number
  readonly pairs: number
}

/** last.fm-360k as the benchmarks of `implicit` use it; about so many pairs. */
export const lastfmShape: MatrixShape = { readers: 358_868, items: 292_385, pairs: 17_300_000 }

/** A part of a shape with the same degrees on average: sizes and pairs times `share`. */
export function shareOf(shape: MatrixShape, share: number): MatrixShape {
  const part = (value: number): number => Math.max(1, Math.round(value * share))
  return { readers: part(shape.readers), items: part(shape.items), pairs: part(shape.pairs) }
}

/**
 * Distinct pairs of weight 1 with power-law degrees on both sides: a reader's number of items falls off like Pareto's law
 * with exponent 2.5, an item's share like 1 / (rank + items / 1000)^0.9 (its row is its rank, shuffled). Within 3 % of `pairs`.
 */
export function powerLawInteractions(shape: MatrixShape, rng: Random): Interactions {
  const { readers, items, pairs } = shape
  const degrees = paretoDegrees(shape, rng.derive('degrees'))
  const draw = zipfDraws(items, rng.derive('items'))
  const indptr = new Int32Array(readers + 1)
  const columns = new Int32Array(Math.ceil(pairs * 1.2) + readers)
  const lastReader = new Int32Array(items).fill(-1)
  let next = 0
  for (let reader = 0; reader < readers; reader++) {
    const from = next
    for (let wanted = degrees[reader]!; wanted > 0; ) {
      const item = draw()
      if (lastReader[item] === reader) continue
      lastReader[item] = reader
      columns[next++] = item
      wanted--
    }
    columns.subarray(from, next).sort()
    indptr[reader + 1] = next
  }
  return {
    readerIds: numbered(readers),
    itemIds: numbered(items),
    indptr,
    items: columns.slice(0, next),
    weights: new Float32Array(next).fill(1),
    at: new Float64Array(next),
  }
}

/** Pareto with exponent 2.5, at most a fiftieth of the items, scaled so that the sum is about `pairs`. */
function paretoDegrees({ readers, items, pairs }: MatrixShape, rng: Random): Int32Array {
  const most = Math.max(1, Math.floor(items / 50))
  const shape = 2.5
  const smallest = ((shape - 1) / shape) * (pairs / readers)
  return Int32Array.from({ length: readers }, () =>
    Math.max(1, Math.min(most, Math.round(smallest * (1 - rng.uniform()) ** (-1 / shape)))),
  )
}

/** Item rows by their share, through a table of the cumulated shares. */
function zipfDraws(items: number, rng: Random): () => number {
  const cumulated = new Float64Array(items)
  const shift = items / 1000
  let sum = 0
  for (let rank = 0; rank < items; rank++) {
    sum += (rank + 1 + shift) ** -0.9
    cumulated[rank] = sum
  }
  const rows = Int32Array.from({ length: items }, (_, row) => row)
  for (let k = items - 1; k > 0; k--) {
    const other = rng.integer(k + 1)
    const row = rows[k]!
    rows[k] = rows[other]!
    rows[other] = row
  }
  return () => {
    const at = rng.uniform() * sum
    let [low, high] = [0, items - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulated[middle]! > at) high = middle
      else low = middle + 1
    }
    return rows[low]!
  }
}

function numbered(size: number): Vocabulary {
  return new Vocabulary(Array.from({ length: size }, (_, row) => String(row)))
}

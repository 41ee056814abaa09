import type { TimeSplit } from '@lectern/engine/evaluation/split.ts'
import { derive, type Seed } from '@lectern/engine/random/random.ts'

/** The same split with at most `count` evaluated readers, drawn by seed without replacement; its facts stay. */
export function drawReaders(split: TimeSplit, count: number, seed: Seed): TimeSplit {
  const total = split.readers.length
  if (total <= count) return split
  const rng = derive(seed, 'readers')
  const readers = new Int32Array(count)
  const indptr = new Int32Array(count + 1)
  const targets: number[] = []
  let taken = 0
  // Selection sampling: each reader with the chance that makes the draw come out exact (Knuth 3.4.2, algorithm S).
  for (let t = 0; t < total && taken < count; t++) {
    if (rng.uniform() * (total - t) >= count - taken) continue
    readers[taken++] = split.readers[t]!
    for (let k = split.indptr[t]!; k < split.indptr[t + 1]!; k++) targets.push(split.targets[k]!)
    indptr[taken] = targets.length
  }
  return { ...split, readers, indptr, targets: Int32Array.from(targets) }
}

/** The first time, and the time with four fifths of all before it. */
export function firstAndCut(at: Float64Array): { first: number; cut: number } {
  const sorted = at.slice().sort()
  return { first: sorted[0] ?? 0, cut: sorted[Math.floor(0.8 * sorted.length)] ?? 0 }
}

export function median(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0
}

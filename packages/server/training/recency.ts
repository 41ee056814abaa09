// How age enters a model that has no clock: an interaction counts half after each half-life.

import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { decay } from '@lectern/engine/data/portable-math.ts'

/** Pairs that count less than this are left out: six half-lives. */
const leastWeight = 1 / 64
/** A history entry, however old, keeps this much, so that it can be explained. */
const leastHistoryWeight = 1e-6

/** The pairs that still count at `now`, with their weight; vocabularies and reader rows stay. */
export function recentPairs(interactions: Interactions, now: number, halfLifeMs: number | null): Interactions {
  if (halfLifeMs === null) return interactions
  const { indptr, items, at, weights } = interactions
  const kept = new Int32Array(items.length)
  const keptWeights = new Float32Array(items.length)
  const newIndptr = new Int32Array(indptr.length)
  let count = 0
  for (let r = 0; r + 1 < indptr.length; r++) {
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++) {
      const weight = weights[k]! * decay(Math.max(0, now - at[k]!), halfLifeMs)
      if (weight < leastWeight) continue
      kept[count] = k
      keptWeights[count++] = weight
    }
    newIndptr[r + 1] = count
  }
  const rows = kept.subarray(0, count)
  return {
    ...interactions,
    indptr: newIndptr,
    items: Int32Array.from(rows, (k) => items[k]!),
    at: Float64Array.from(rows, (k) => at[k]!),
    weights: keptWeights.slice(0, count),
  }
}

/** The same pairs; each reader's history weighted by age against its own newest entry, as serving does. */
export function historyWeighted(interactions: Interactions, halfLifeMs: number | null): Interactions {
  if (halfLifeMs === null) return interactions
  const { indptr, at } = interactions
  const weights = new Float32Array(at.length)
  for (let r = 0; r + 1 < indptr.length; r++) {
    const newest = at[indptr[r + 1]! - 1] ?? 0
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++) weights[k] = historyWeight(newest - at[k]!, halfLifeMs)
  }
  return { ...interactions, weights }
}

/** Weight of a history entry that is so much older than the newest one. */
export function historyWeight(ageMs: number, halfLifeMs: number | null): number {
  return halfLifeMs === null ? 1 : Math.max(leastHistoryWeight, decay(ageMs, halfLifeMs))
}

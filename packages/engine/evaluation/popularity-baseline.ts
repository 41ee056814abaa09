// The baseline every table holds: what was read most just before the split, the reader's own history left out.
// Popularity counted at the time of the question is far stronger than over all time (Ji et al., "A re-visit of the popularity
// baseline", SIGIR 2020, arXiv 2005.13829). O(pairs) per half-life; its lists walk one order, so readers cost O(k + history).
import { type Interactions, itemsByReaders, readerHistory, readersPerItem } from '../data/interactions.ts'
import { decay } from '../data/portable-math.ts'
import type { Evaluation, MeasureOptions } from './evaluate.ts'
import { listMetrics } from './metrics.ts'
import { recordLists } from './record-lists.ts'
import type { TimeSplit } from './split.ts'

export const popularityName = 'popularity'

const hour = 3_600_000
const halfLives = [0.5, 1, 3, 12, 24, 48, 168, 720].map((hours) => hours * hour)

/** Evaluates it like any model. The half-life is chosen on the last fifth of training, never on the targets. */
export function popularityBaseline(split: TimeSplit, options: Omit<MeasureOptions, 'name'> = {}): Evaluation {
  const recorder = recordLists(split, { ...options, name: popularityName })
  const order = popularOrder(split.train, { at: split.at, halfLifeMs: bestHalfLife(split.train) })
  for (let t = 0; t < split.readers.length; t++)
    recorder.record(t, firstUnread(order, readerHistory(split.train, split.readers[t]!).items, recorder.longest))
  return recorder.evaluation()
}

/** The half-life (ms; Infinity counts all alike) whose top 10 before the last fifth of training has the best NDCG@10 on it. */
export function bestHalfLife(train: Interactions): number {
  const times = train.at.slice().sort()
  const cut = times[Math.floor(0.8 * times.length)] ?? 0
  const span = cut - (times[0] ?? 0)
  let best = { halfLifeMs: Number.POSITIVE_INFINITY, value: -1 }
  for (const halfLifeMs of [Number.POSITIVE_INFINITY, ...halfLives.filter((ms) => ms <= span)]) {
    const value = ndcgAfter(train, cut, halfLifeMs)
    if (value > best.value) best = { halfLifeMs, value }
  }
  return best.halfLifeMs
}

function ndcgAfter(train: Interactions, cut: number, halfLifeMs: number): number {
  const order = popularOrder(train, { at: cut, halfLifeMs })
  let sum = 0
  for (let reader = 0; reader < train.readerIds.size; reader++) {
    const { items, at } = readerHistory(train, reader)
    const known = at.findIndex((time) => time >= cut)
    if (known < 0) continue
    const list = firstUnread(order, items.subarray(0, known), 10)
    sum += listMetrics(list, items.subarray(known), [10])[0]!.ndcg
  }
  return sum
}

/** Rows by decayed readings strictly before `at`, most first; ties by readers of all time, then lower row. */
function popularOrder(train: Interactions, { at, halfLifeMs }: { at: number; halfLifeMs: number }): Int32Array {
  const strength = new Float64Array(train.itemIds.size)
  for (let k = 0; k < train.items.length; k++)
    if (train.at[k]! < at)
      strength[train.items[k]!]! += halfLifeMs === Number.POSITIVE_INFINITY ? 1 : decay(at - train.at[k]!, halfLifeMs)
  const allTime = itemsByReaders(readersPerItem(train))
  return allTime.sort((a, b) => strength[b]! - strength[a]!)
}

function firstUnread(order: Int32Array, read: Int32Array, take: number): Int32Array {
  const own = new Set(read)
  const list: number[] = []
  for (let k = 0; k < order.length && list.length < take; k++) if (!own.has(order[k]!)) list.push(order[k]!)
  return Int32Array.from(list)
}

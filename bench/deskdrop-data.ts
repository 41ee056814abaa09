import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { interactionsOfRows, type RankingTask } from './full-ranking.ts'
import { publicData } from './public-data.ts'

/** One event of the log; persons and items numbered by ascending id (signed 64-bit). */
interface DeskdropEvent {
  readonly person: number
  readonly item: number
  /** Unix seconds. */
  readonly at: number
  readonly weight: number
}

interface Deskdrop {
  /** In the order of the file. */
  readonly events: readonly DeskdropEvent[]
  readonly persons: number
  readonly items: number
}

const weights: Readonly<Record<string, number>> = {
  VIEW: 1,
  LIKE: 2,
  BOOKMARK: 2.5,
  FOLLOW: 3,
  'COMMENT CREATED': 4,
}

/** 72,312 events of 1,895 persons on 2,987 articles. */
export function readDeskdrop(): Deskdrop {
  const path = `${publicData('deskdrop')}/users_interactions.csv.gz`
  const lines = gunzipSync(readFileSync(path)).toString().split('\n').slice(1)
  const rows = lines.filter((line) => line !== '').map((line) => line.split(',', 4) as [string, string, string, string])
  const persons = numbersById(rows.map((row) => row[3]))
  const items = numbersById(rows.map((row) => row[2]))
  return {
    events: rows.map(([at, event, item, person]) => ({
      person: persons.get(person)!,
      item: items.get(item)!,
      at: Number(at),
      weight: weights[event]!,
    })),
    persons: persons.size,
    items: items.size,
  }
}

function numbersById(ids: readonly string[]): Map<string, number> {
  const sorted = [...new Set(ids)].map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return new Map(sorted.map((id, number) => [String(id), number]))
}

/** A split whose training pairs are there with graded weights, log2(1 + sum of the events' weights), and with weight 1. */
export interface DeskdropTask extends RankingTask {
  readonly graded: Interactions
}

/** P3c: the pairs of each person by item; of persons with at least 5, every fifth is held out. */
export function personSplit({ events, persons, items }: Deskdrop): DeskdropTask {
  const sums = sumsOf(events, persons)
  const held = (place: number, pairs: number) => pairs >= 5 && place % 5 === 4
  const sorted = sums.map((pairs) => [...pairs.values()].sort((a, b) => a.item - b.item))
  return {
    ...bothWeights(
      sorted.map((pairs) => pairs.filter((_, place) => !held(place, pairs.length))),
      items,
    ),
    targets: sorted.map((pairs) =>
      Int32Array.from(
        pairs.filter((_, place) => held(place, pairs.length)),
        (pair) => pair.item,
      ),
    ),
    k: 10,
  }
}

/** P3a: trained on the events before their 80 % quantile of time; new pairs afterwards of persons with at least 5 items. */
export function timeSplit({ events, persons, items }: Deskdrop): DeskdropTask & { readonly splitAt: number } {
  const times = events.map((event) => event.at).sort((a, b) => a - b)
  const splitAt = times[Math.floor(0.8 * times.length)]!
  const before = sumsOf(
    events.filter((event) => event.at < splitAt),
    persons,
  )
  const after = sumsOf(
    events.filter((event) => event.at >= splitAt),
    persons,
  )
  const allowed = new Uint8Array(items)
  for (const pairs of before) for (const item of pairs.keys()) allowed[item] = 1
  return {
    ...bothWeights(
      before.map((pairs) => [...pairs.values()]),
      items,
    ),
    targets: after.map((pairs, person) =>
      before[person]!.size < 5
        ? new Int32Array(0)
        : Int32Array.from([...pairs.keys()].filter((item) => !before[person]!.has(item))),
    ),
    k: 10,
    allowed,
    splitAt,
  }
}

interface Pair {
  readonly item: number
  /** Sum of the events' weights. */
  readonly sum: number
  /** Newest event, Unix seconds. */
  readonly at: number
}

/** The distinct items of each person. */
function sumsOf(events: readonly DeskdropEvent[], persons: number): Map<number, Pair>[] {
  const sums = Array.from({ length: persons }, () => new Map<number, Pair>())
  for (const { person, item, at, weight } of events) {
    const known = sums[person]!.get(item)
    sums[person]!.set(item, { item, sum: weight + (known?.sum ?? 0), at: Math.max(at, known?.at ?? at) })
  }
  return sums
}

function bothWeights(rows: readonly (readonly Pair[])[], items: number): Pick<DeskdropTask, 'train' | 'graded'> {
  const interactions = (weight: (pair: Pair) => number) =>
    interactionsOfRows(
      rows.map((row) => row.map((pair) => ({ item: pair.item, at: pair.at * 1000, weight: weight(pair) }))),
      items,
    )
  return { train: interactions(() => 1), graded: interactions((pair) => Math.log2(1 + pair.sum)) }
}

import { type InteractionSource, readInteractions } from '../data/interaction-source.ts'
import { buildInteractions, type InteractionLimits, type Interactions } from '../data/interactions.ts'

/**
 * One point in time: training strictly before, targets at or after it.
 * Targets of reader t are `targets[indptr[t]..indptr[t+1])`: rows of `train.itemIds`, -1 where training does not know the
 * item. Only items the reader had never met before the split count, each once.
 */
export interface TimeSplit {
  /** Unix ms. */
  readonly at: number
  readonly train: Interactions
  /** Reader rows of `train` that have targets and at least `minHistory` training items, ascending. */
  readonly readers: Int32Array
  readonly indptr: Int32Array
  readonly targets: Int32Array
  readonly facts: SplitFacts
}

/** What no model of past interactions can know, counted. */
export interface SplitFacts {
  /** Events at or after the split. */
  readonly testEvents: number
  readonly targets: number
  /** Targets whose item training does not know (never seen, or left out by a limit). */
  readonly unknownTargets: number
  /** Targets whose item had no event at all before the split. */
  readonly targetsFirstSeenAfter: number
  /** Readers with events after the split but none in training: only unpersonal lists can serve them. */
  readonly newReaders: number
  /** Readers left out because of a training history shorter than `minHistory`. */
  readonly shortHistories: number
}

export interface SplitOptions extends InteractionLimits {
  /** Evaluate readers with at least this many training items; default 1. */
  readonly minHistory?: number
}

/** The time below which `fraction` of the events lie: sorted(times)[floor(fraction * n)]. Throws on an empty source. */
export async function timeQuantile(source: InteractionSource, fraction: number): Promise<number> {
  if (!(fraction > 0 && fraction < 1))
    throw new RangeError(`timeQuantile: fraction is ${fraction}; it must be between 0 and 1`)
  const count = await readInteractions(source, () => undefined)
  if (count === 0) throw new RangeError('timeQuantile: there are no interactions')
  const times = new Float64Array(count)
  let next = 0
  await readInteractions(source, (one) => {
    times[next++] = one.at
  })
  return times.sort()[Math.floor(fraction * count)]!
}

/** Splits the source at `at` (Unix ms); reads it three times. Limits apply to training only. */
export async function splitByTime(
  source: InteractionSource,
  at: number,
  options: SplitOptions = {},
): Promise<TimeSplit> {
  const { minHistory = 1, ...limits } = options
  const seenBefore = new Set<string>()
  const itemsBefore = new Set<string>()
  const first = new Map<string, { reader: string; item: string }>()
  let testEvents = 0
  await readInteractions(source, ({ reader, item, at: time }) => {
    const pair = `${reader.length}:${reader}${item}`
    if (time < at) {
      seenBefore.add(pair)
      itemsBefore.add(item)
    } else {
      testEvents++
      first.set(pair, { reader, item })
    }
  })
  const train = await buildInteractions(() => before(source, at), limits)
  const byReader = new Map<string, string[]>()
  for (const [pair, { reader, item }] of first) {
    if (seenBefore.has(pair)) continue
    const items = byReader.get(reader)
    if (items === undefined) byReader.set(reader, [item])
    else items.push(item)
  }
  return collect(at, train, byReader, { itemsBefore, minHistory, testEvents })
}

function collect(
  at: number,
  train: Interactions,
  byReader: ReadonlyMap<string, readonly string[]>,
  rest: { itemsBefore: ReadonlySet<string>; minHistory: number; testEvents: number },
): TimeSplit {
  const readers: number[] = []
  let newReaders = 0
  let shortHistories = 0
  for (const id of byReader.keys()) {
    const row = train.readerIds.row(id)
    if (row < 0) newReaders++
    else if (train.indptr[row + 1]! - train.indptr[row]! < rest.minHistory) shortHistories++
    else readers.push(row)
  }
  readers.sort((a, b) => a - b)
  const indptr = [0]
  const targets: number[] = []
  let unknownTargets = 0
  let targetsFirstSeenAfter = 0
  for (const reader of readers) {
    for (const item of [...byReader.get(train.readerIds.id(reader))!].sort()) {
      const row = train.itemIds.row(item)
      targets.push(row)
      if (row < 0) unknownTargets++
      if (!rest.itemsBefore.has(item)) targetsFirstSeenAfter++
    }
    indptr.push(targets.length)
  }
  const facts = {
    testEvents: rest.testEvents,
    targets: targets.length,
    unknownTargets,
    targetsFirstSeenAfter,
    newReaders,
    shortHistories,
  }
  return {
    at,
    train,
    readers: Int32Array.from(readers),
    indptr: Int32Array.from(indptr),
    targets: Int32Array.from(targets),
    facts,
  }
}

async function* before(source: InteractionSource, at: number) {
  for await (const one of source()) if (one.at < at) yield one
}

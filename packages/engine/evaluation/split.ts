import { type InteractionSource, readInteractions } from '../data/interaction-source.ts'
import { buildInteractions, type InteractionLimits, type Interactions } from '../data/interactions.ts'
import { splitTargets } from './split-targets.ts'

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
interface SplitFacts {
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
  /** Unix ms: events before it are as if they had never been; default the beginning. */
  readonly from?: number
  /** Unix ms: events at or after it are as if they had not happened yet; default the end. */
  readonly until?: number
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

/** Splits the source at `at` (Unix ms); reads it three times. Limits apply to training only. Throws on an empty range. */
export async function splitByTime(
  source: InteractionSource,
  at: number,
  options: SplitOptions = {},
): Promise<TimeSplit> {
  const { minHistory = 1, from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, ...limits } = options
  if (!(from < at && at < until))
    throw new RangeError(`splitByTime: at is ${at}; it must be after from (${from}) and before until (${until})`)
  const seenBefore = new Set<string>()
  const itemsBefore = new Set<string>()
  const first = new Map<string, { reader: string; item: string }>()
  let testEvents = 0
  await readInteractions(source, ({ reader, item, at: time }) => {
    if (time < from || time >= until) return
    const pair = `${reader.length}:${reader}${item}`
    if (time < at) {
      seenBefore.add(pair)
      itemsBefore.add(item)
    } else {
      testEvents++
      first.set(pair, { reader, item })
    }
  })
  const train = await buildInteractions(() => between(source, from, at), limits)
  const byReader = new Map<string, string[]>()
  for (const [pair, { reader, item }] of first) {
    if (seenBefore.has(pair)) continue
    const items = byReader.get(reader)
    if (items === undefined) byReader.set(reader, [item])
    else items.push(item)
  }
  return splitTargets({ at, train, byReader, itemsBefore, minHistory, testEvents })
}

async function* between(source: InteractionSource, from: number, to: number) {
  for await (const one of source()) if (one.at >= from && one.at < to) yield one
}

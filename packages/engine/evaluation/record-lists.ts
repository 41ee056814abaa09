import { readerHistory } from '../data/interactions.ts'
import type { Evaluation, MeasureOptions } from './evaluate.ts'
import { catalogueCoverage, giniIndex } from './exposure.ts'
import { targetsByValue } from './item-slices.ts'
import { listMetrics, metricNames } from './metrics.ts'
import type { TimeSplit } from './split.ts'

/** Metrics on the targets of one slice alone, for the readers who have some. */
export interface SliceEvaluation {
  readonly by: string
  readonly value: string
  /** Positions in `split.readers`, ascending. */
  readonly readers: Int32Array
  /** Aligned with `readers`. */
  readonly perReader: Readonly<Record<string, Float64Array>>
}

/** Takes the list of each reader once and turns all into an evaluation. */
export interface ListRecorder {
  /** Length of the lists it needs. */
  readonly longest: number
  record(t: number, list: Int32Array): void
  evaluation(): Evaluation
}

export function recordLists(split: TimeSplit, options: MeasureOptions): ListRecorder {
  const { name, ks = [10], measures = {}, catalogueSize = split.train.itemIds.size } = options
  for (const k of ks)
    if (!(Number.isInteger(k) && k >= 1)) throw new RangeError(`evaluate: ks holds ${k}; whole numbers from 1 please`)
  const columns = (names: readonly string[], count: number) =>
    Object.fromEntries(ks.flatMap((k) => names.map((metric) => [`${metric}@${k}`, new Float64Array(count)])))
  const perReader = columns([...metricNames, ...Object.keys(measures)], split.readers.length)
  const counts = ks.map(() => new Uint32Array(split.train.itemIds.size))
  const slices = sliceTargets(split, options).map((slice) => ({
    ...slice,
    perReader: columns(metricNames, slice.readers.length),
    next: 0,
  }))
  const note = (into: Record<string, Float64Array>, at: number, of: { list: Int32Array; targets: Int32Array }) =>
    listMetrics(of.list, of.targets, ks).forEach((values, which) => {
      for (const metric of metricNames) into[`${metric}@${ks[which]}`]![at] = values[metric]
    })
  return {
    longest: Math.max(...ks),
    record(t, list) {
      const targets = split.targets.subarray(split.indptr[t]!, split.indptr[t + 1]!)
      const reader = { history: readerHistory(split.train, split.readers[t]!), targets }
      note(perReader, t, { list, targets })
      ks.forEach((k, which) => {
        const shown = list.subarray(0, k)
        for (const row of shown) counts[which]![row]!++
        for (const [measure, of] of Object.entries(measures)) perReader[`${measure}@${k}`]![t] = of(shown, reader)
      })
      for (const slice of slices)
        if (slice.readers[slice.next] === t) {
          note(slice.perReader, slice.next, { list, targets: slice.targets[slice.next]! })
          slice.next++
        }
    },
    evaluation: () => ({
      name,
      ks,
      perReader,
      coverage: Object.fromEntries(
        ks.map((k, which) => [`coverage@${k}`, (coverageOf(counts[which]!) * counts[which]!.length) / catalogueSize]),
      ),
      exposure: Object.fromEntries(ks.map((k, which) => [`gini@${k}`, giniOf(counts[which]!, catalogueSize)])),
      itemSlices: slices.map(({ by, value, readers, perReader }) => ({ by, value, readers, perReader })),
    }),
  }
}

const coverageOf = (counts: Uint32Array) => (counts.length === 0 ? 0 : catalogueCoverage(counts))

/** Items of the catalogue beyond training were never shown. */
function giniOf(counts: Uint32Array, catalogueSize: number): number {
  const all = new Uint32Array(Math.max(1, counts.length, catalogueSize))
  all.set(counts)
  return giniIndex(all)
}

function sliceTargets(split: TimeSplit, { itemSlices = [] }: MeasureOptions) {
  return itemSlices.flatMap((slicing) =>
    Array.from(targetsByValue(slicing, split), ([value, targets]) => ({
      by: slicing.by,
      value,
      readers: Int32Array.from(targets.keys()),
      targets: Array.from(targets.values(), (rows) => Int32Array.from(rows)),
    })).sort((a, b) => b.readers.length - a.readers.length || (a.value < b.value ? -1 : 1)),
  )
}

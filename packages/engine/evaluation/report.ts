import type { Random } from '../random/random.ts'
import { bootstrapMeans, differences, type Interval } from './bootstrap.ts'
import type { Evaluation, MeasureOptions } from './evaluate.ts'
import { popularityBaseline, popularityName } from './popularity-baseline.ts'
import type { SliceEvaluation } from './record-lists.ts'
import type { TimeSplit } from './split.ts'

/** Several models on one split, side by side. Plain JSON. */
export interface Report {
  readonly splitAt: number
  readonly trainReaders: number
  readonly trainItems: number
  readonly trainPairs: number
  readonly evaluatedReaders: number
  readonly baseline: string
  readonly models: readonly ModelReport[]
  readonly limits: Limits
}

interface ModelReport {
  readonly name: string
  readonly metrics: Readonly<Record<string, Interval>>
  readonly coverage: Readonly<Record<string, number>>
  readonly exposure: Readonly<Record<string, number>>
  /** Paired difference to the baseline, reader by reader; empty for the baseline itself. */
  readonly difference: Readonly<Record<string, Interval & { readonly significant: boolean }>>
  readonly slices: readonly Slice[]
  readonly itemSlices: readonly ItemSlice[]
}

/** Readers whose training history has `from`..`to` items. */
interface Slice {
  readonly from: number
  readonly to: number | null
  readonly metrics: Readonly<Record<string, Interval>>
}

/** Metrics on the targets of one kind of items alone: `by` topic, `value` sports. */
interface ItemSlice extends Pick<ModelReport, 'metrics' | 'difference'> {
  readonly by: string
  readonly value: string
}

/** Why the numbers cannot be higher: what no model of past interactions knows. */
interface Limits {
  readonly targets: number
  /** Share of targets whose item training does not know. */
  readonly unknownTargetShare: number
  /** Share of targets whose item had its first event after the split. */
  readonly firstSeenAfterShare: number
  /** Mean over readers of the share of known targets: the recall no such model can pass, however long its list. */
  readonly recallBound: number
  readonly newReaders: number
  readonly shortHistories: number
}

const sliceBounds = [
  [1, 1],
  [2, 4],
  [5, 19],
  [20, null],
] as const

interface ReportOptions {
  /** Name of the evaluation the others are compared with; `popularity` is always there. */
  readonly baseline: string
  readonly rng: Random
  readonly resamples?: number
  /** How the evaluations were measured, so that popularity is measured alike where it has to be added. */
  readonly measured?: Omit<MeasureOptions, 'name' | 'ks'>
}

/**
 * Puts evaluations of one split side by side, with popularity at the time of the split among them: it is added unless one
 * of them has its name. Throws when the baseline is not among them or an evaluation is of another split.
 */
export function report(split: TimeSplit, given: readonly Evaluation[], options: ReportOptions): Report {
  const evaluations = withPopularity(split, given, options)
  const baseline = evaluations.find(({ name }) => name === options.baseline)
  if (baseline === undefined) throw new Error(`report: no evaluation is named ${JSON.stringify(options.baseline)}`)
  for (const { name, perReader } of evaluations)
    for (const values of Object.values(perReader))
      if (values.length !== split.readers.length) throw new Error(`report: ${name} was evaluated on another split`)
  const everyone = Array.from(split.readers.keys())
  const overall = intervals(everyone, evaluations, { ...options, baseline })
  const slices = sliceBounds.map(([from, to]) => ({
    from,
    to,
    models: intervals(readersBetween(split, from, to), evaluations, { ...options, baseline }),
  }))
  const models = evaluations.map(
    ({ name, coverage, exposure, itemSlices }, which): ModelReport => ({
      name,
      metrics: overall[which]!.metrics,
      coverage,
      exposure,
      difference: evaluations[which] === baseline ? {} : overall[which]!.difference,
      slices: slices.map(({ from, to, models }) => ({ from, to, metrics: models[which]!.metrics })),
      itemSlices: itemSlices.map((slice) => itemSlice(slice, baseline, options)),
    }),
  )
  return {
    splitAt: split.at,
    trainReaders: split.train.readerIds.size,
    trainItems: split.train.itemIds.size,
    trainPairs: split.train.items.length,
    evaluatedReaders: split.readers.length,
    baseline: options.baseline,
    models,
    limits: limitsOf(split),
  }
}

function withPopularity(
  split: TimeSplit,
  given: readonly Evaluation[],
  { measured }: ReportOptions,
): readonly Evaluation[] {
  const ks = given[0]?.ks
  if (given.some(({ name }) => name === popularityName)) return given
  return [...given, popularityBaseline(split, { ...measured, ...(ks && { ks }) })]
}

type Columns = Pick<Evaluation, 'perReader'>

function itemSlice(slice: SliceEvaluation, baseline: Evaluation, options: ReportOptions): ItemSlice {
  const { by, value, readers } = slice
  const peer = baseline.itemSlices.find((one) => one.by === by && one.value === value)
  const everyone = Array.from(readers.keys())
  const made = intervals(everyone, [slice], { ...options, baseline: peer ?? { perReader: {} } })[0]!
  return { by, value, metrics: made.metrics, difference: peer === slice ? {} : made.difference }
}

/**
 * For each evaluation its metrics, and their differences to the baseline where it has the metric, over some readers, all
 * from the same draws.
 */
function intervals(
  members: readonly number[],
  evaluations: readonly Columns[],
  { baseline, rng, resamples }: { baseline: Columns; rng: Random; resamples?: number },
): Pick<ModelReport, 'metrics' | 'difference'>[] {
  const columns: Float64Array[] = []
  const of = (values: Float64Array) => Float64Array.from(members, (t) => values[t]!)
  for (const { perReader } of evaluations)
    for (const [metric, values] of Object.entries(perReader)) {
      const peer = baseline.perReader[metric]
      columns.push(of(values))
      if (peer !== undefined) columns.push(differences(of(values), of(peer)))
    }
  const made = bootstrapMeans(columns, { rng: rng.derive('bootstrap'), ...(resamples && { resamples }) })
  return evaluations.map(({ perReader }) => {
    const metrics: Record<string, Interval> = {}
    const difference: Record<string, Interval & { significant: boolean }> = {}
    for (const metric of Object.keys(perReader)) {
      metrics[metric] = made.shift()!
      if (baseline.perReader[metric] === undefined) continue
      const one = made.shift()!
      difference[metric] = { ...one, significant: one.low > 0 || one.high < 0 }
    }
    return { metrics, difference }
  })
}

function readersBetween(split: TimeSplit, from: number, to: number | null): number[] {
  const members: number[] = []
  split.readers.forEach((reader, t) => {
    const length = split.train.indptr[reader + 1]! - split.train.indptr[reader]!
    if (length >= from && (to === null || length <= to)) members.push(t)
  })
  return members
}

function limitsOf(split: TimeSplit): Limits {
  const { targets, unknownTargets, targetsFirstSeenAfter, newReaders, shortHistories } = split.facts
  let known = 0
  for (let t = 0; t < split.readers.length; t++) {
    const mine = split.targets.subarray(split.indptr[t]!, split.indptr[t + 1]!)
    known += mine.filter((row) => row >= 0).length / mine.length
  }
  return {
    targets,
    unknownTargetShare: targets === 0 ? 0 : unknownTargets / targets,
    firstSeenAfterShare: targets === 0 ? 0 : targetsFirstSeenAfter / targets,
    recallBound: split.readers.length === 0 ? 0 : known / split.readers.length,
    newReaders,
    shortHistories,
  }
}

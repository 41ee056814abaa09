import { type InteractionSource, readInteractions } from '../data/interaction-source.ts'
import { type SplitOptions, splitByTime, type TimeSplit } from './split.ts'

interface TimeFoldOptions extends Omit<SplitOptions, 'from' | 'until'> {
  /** Number of test periods with equally many events; 2 or more. */
  readonly folds: number
  /** Share of the events, in order of time, that is only trained on; default 0.5. */
  readonly trainShare?: number
  /** Train only on this many ms before each test period; default all that came before. */
  readonly windowMs?: number
}

/**
 * Consecutive test periods, each with training on what came before it: how a model would have fared had it been trained at
 * each of these times. One split is in memory at a time. A test period ends where the next begins.
 * Rolling origin: Tashman, Int. J. Forecasting 16, 2000.
 */
export async function* timeFolds(source: InteractionSource, options: TimeFoldOptions): AsyncGenerator<TimeSplit> {
  const { folds, trainShare = 0.5, windowMs, ...rest } = options
  if (!(Number.isInteger(folds) && folds >= 2)) throw new RangeError(`timeFolds: folds is ${folds}; 2 or more please`)
  if (!(trainShare > 0 && trainShare < 1))
    throw new RangeError(`timeFolds: trainShare is ${trainShare}; it must be between 0 and 1`)
  if (windowMs !== undefined && !(windowMs > 0))
    throw new RangeError(`timeFolds: windowMs is ${windowMs}; it must be above 0`)
  const starts = await startsOf(source, { folds, trainShare })
  for (const [fold, at] of starts.entries()) {
    const until = starts[fold + 1]
    const range = { ...(until !== undefined && { until }), ...(windowMs !== undefined && { from: at - windowMs }) }
    yield await splitByTime(source, at, { ...rest, ...range })
  }
}

/** Start of each test period, Unix ms, ascending. Throws when the events have too few different times. */
async function startsOf(
  source: InteractionSource,
  { folds, trainShare }: { readonly folds: number; readonly trainShare: number },
): Promise<number[]> {
  const times: number[] = []
  const count = await readInteractions(source, ({ at }) => void times.push(at))
  const sorted = Float64Array.from(times).sort()
  const starts = Array.from(
    { length: folds },
    (_, fold) => sorted[Math.floor((trainShare + ((1 - trainShare) * fold) / folds) * count)]!,
  )
  if (!(sorted[0]! < starts[0]!) || new Set(starts).size < folds)
    throw new RangeError(`timeFolds: ${count} interactions have too few different times for ${folds} folds`)
  return starts
}

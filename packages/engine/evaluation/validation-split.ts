import type { InteractionSource } from '../data/interaction-source.ts'
import { type SplitOptions, splitByTime, type TimeSplit, timeQuantile } from './split.ts'

interface ValidationOptions extends Omit<SplitOptions, 'from' | 'until'> {
  /** Share of the events before the test that is held out; default 0.2. */
  readonly share?: number
}

/**
 * A split to choose settings on: its targets lie just before `testAt` (Unix ms), its training before them. Nothing at or after
 * `testAt` is read, so a test at that time stays untouched. Throws when nothing lies before it.
 */
export async function validationSplit(
  source: InteractionSource,
  testAt: number,
  { share = 0.2, ...options }: ValidationOptions = {},
): Promise<TimeSplit> {
  if (!(share > 0 && share < 1)) throw new RangeError(`validationSplit: share is ${share}; it must be between 0 and 1`)
  const past: InteractionSource = async function* () {
    for await (const one of source()) if (one.at < testAt) yield one
  }
  return await splitByTime(past, await timeQuantile(past, 1 - share), options)
}

/** How much may be spent: a number of evaluations, milliseconds by a clock that is handed in, or both. */
export interface Budget {
  /** Whole number, 1 or more; trials of the log count. */
  readonly evaluations?: number
  /** A new evaluation is only begun while less than this has passed. */
  readonly time?: { readonly ms: number; readonly clock: () => number }
}

/** Tells whether another evaluation may begin. Throws on a budget that is none. */
export function openBudget({ evaluations, time }: Budget): (done: number) => boolean {
  if (evaluations === undefined && time === undefined) throw new RangeError('tune: the budget is empty; state one')
  if (evaluations !== undefined && !(Number.isInteger(evaluations) && evaluations >= 1))
    throw new RangeError(`tune: evaluations is ${evaluations}; it must be a whole number, 1 or more`)
  if (time !== undefined && !(time.ms > 0)) throw new RangeError(`tune: ms is ${time.ms}; it must be above 0`)
  const begun = time?.clock()
  return (done) =>
    (evaluations === undefined || done < evaluations) && (time === undefined || time.clock() - begun! < time.ms)
}

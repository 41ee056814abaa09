import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import type { Random } from '../random/random.ts'
import { type Budget, openBudget } from './budget.ts'
import type { Sampler } from './sampler.ts'
import { checkSpace, checkValue, type Params, type Space } from './space.ts'
import { tpe } from './tpe.ts'

/** One line of the log; plain JSON. */
export interface Trial<S extends Space = Space> {
  /** From 0. */
  readonly number: number
  readonly params: Params<S>
  /** Larger is better; null where these settings could not be measured, for example for want of memory. */
  readonly value: number | null
}

export interface Tuned<S extends Space> {
  /** The earliest of the best; null when nothing could be measured. */
  readonly best: Trial<S> | null
  readonly trials: readonly Trial<S>[]
}

interface TuneOptions<S extends Space> {
  readonly rng: Random
  readonly budget: Budget
  /** Trials of an earlier run, in order: they are not repeated, and the run goes on as if it had never stopped. */
  readonly log?: readonly Trial<S>[]
  /** Default `tpe()`. */
  readonly sampler?: Sampler
  readonly signal?: CancelSignal
  /** Called after each trial and awaited: the place to write the log. */
  onTrial?(trial: Trial<S>, best: Trial<S> | null): void | Promise<void>
}

/**
 * Looks for the settings with the largest objective within the budget. Throws on an empty space, a log that does not fit the
 * space and an objective that gives NaN; what the objective throws ends the run, and the log holds all trials before.
 */
export async function tune<S extends Space>(
  space: S,
  objective: (params: Params<S>, trial: { readonly number: number; readonly rng: Random }) => Promise<number | null>,
  options: TuneOptions<S>,
): Promise<Tuned<S>> {
  const { rng, log = [], sampler = tpe(), signal } = options
  checkSpace(space)
  checkLog(space, log)
  const open = openBudget(options.budget)
  const trials = [...log]
  let best = trials.reduce<Trial<S> | null>(better, null)
  while (open(trials.length)) {
    stopIfCancelled(signal)
    const number = trials.length
    // Chance is a function of the number, so that a resumed run draws what an unbroken one would.
    const own = rng.derive('trial', number)
    const tried = trials.map(({ params, value }) => ({ params, value: value ?? Number.NEGATIVE_INFINITY }))
    const params = sampler(space, tried, own)
    const value = await objective(params, { number, rng: own.derive('objective') })
    if (value !== null && !Number.isFinite(value))
      throw new RangeError(`tune: the objective gave ${value} for ${JSON.stringify(params)}`)
    const trial: Trial<S> = { number, params, value }
    trials.push(trial)
    best = better(best, trial)
    await options.onTrial?.(trial, best)
  }
  return { best, trials }
}

function better<S extends Space>(best: Trial<S> | null, trial: Trial<S>): Trial<S> | null {
  if (trial.value === null) return best
  return best === null || trial.value > best.value! ? trial : best
}

function checkLog<S extends Space>(space: S, log: readonly Trial<S>[]): void {
  log.forEach(({ number, params }, k) => {
    if (number !== k) throw new RangeError(`tune: trial ${k} of the log has number ${number}`)
    for (const [name, dimension] of Object.entries(space))
      checkValue(name, dimension, (params as Record<string, unknown>)[name])
  })
}

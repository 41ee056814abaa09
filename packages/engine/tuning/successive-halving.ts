// Successive halving: many settings get a cheap look (few epochs, few readers), the best part of them a dearer one, and so on.
// Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016; the bracket
// that Hyperband and ASHA (Li et al., MLSys 2020, arXiv 1810.05934) run many of. For objectives whose order after a cheap look
// mostly holds; tune.ts where there is no cheap look.
import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import type { Random } from '../random/random.ts'
import { randomSearch } from './sampler.ts'
import { checkSpace, checkValue, type Params, type Space } from './space.ts'

/** One line of the log; plain JSON. */
export interface Look<S extends Space = Space> {
  /** Number of the settings, from 0. */
  readonly number: number
  readonly params: Params<S>
  /** What the look cost, in the caller's unit. */
  readonly resource: number
  readonly value: number | null
}

interface HalvingOptions<S extends Space> {
  readonly rng: Random
  /** The budget: so many settings begin. */
  readonly settings: number
  /** Resource of the first look and of the last, such as 1 and 27 epochs. */
  readonly resource: { readonly first: number; readonly last: number }
  /** Each rung keeps one of so many and gives it so many times the resource; default 3. */
  readonly eta?: number
  /** Looks of an earlier run: they are not repeated. */
  readonly log?: readonly Look<S>[]
  readonly signal?: CancelSignal
  onLook?(look: Look<S>): void | Promise<void>
}

interface Halved<S extends Space> {
  /** The best look of the last rung that measured anything. */
  readonly best: Look<S> | null
  readonly looks: readonly Look<S>[]
  /** Sum of the resources of all looks. */
  readonly spent: number
}

/** What `successiveHalving` will spend at most: the sum over rungs of settings times resource. */
export function halvingCost(options: Pick<HalvingOptions<Space>, 'settings' | 'resource' | 'eta'>): number {
  return rungs(options).reduce((sum, { count, resource }) => sum + count * resource, 0)
}

/** Throws on an empty space, impossible options, a log that does not fit and an objective that gives NaN. */
export async function successiveHalving<S extends Space>(
  space: S,
  objective: (
    params: Params<S>,
    look: { readonly number: number; readonly resource: number },
  ) => Promise<number | null>,
  options: HalvingOptions<S>,
): Promise<Halved<S>> {
  checkSpace(space)
  const plan = rungs(options)
  const looks: Look<S>[] = []
  let alive = Array.from({ length: options.settings }, (_, number) => ({
    number,
    params: randomSearch(space, [], options.rng.derive('settings', number)),
  }))
  let best: Look<S> | null = null
  for (const { count, resource } of plan) {
    const rung: Look<S>[] = []
    for (const { number, params } of alive.slice(0, count)) {
      stopIfCancelled(options.signal)
      const known = options.log?.find((look) => look.number === number && look.resource === resource)
      if (known !== undefined) checkKnown(space, params, known)
      const look = known ?? { number, params, resource, value: await objective(params, { number, resource }) }
      if (look.value !== null && !Number.isFinite(look.value))
        throw new RangeError(`successiveHalving: the objective gave ${look.value} for ${JSON.stringify(params)}`)
      rung.push(look)
      looks.push(look)
      if (known === undefined) await options.onLook?.(look)
    }
    alive = rung
      .filter(({ value }) => value !== null)
      .sort((a, b) => b.value! - a.value! || a.number - b.number)
      .map(({ number, params }) => ({ number, params }))
    const first = alive[0]
    if (first !== undefined) best = rung.find(({ number }) => number === first.number)!
  }
  return { best, looks, spent: looks.reduce((sum, look) => sum + look.resource, 0) }
}

function rungs({ settings, resource, eta = 3 }: Pick<HalvingOptions<Space>, 'settings' | 'resource' | 'eta'>) {
  if (!(Number.isInteger(settings) && settings >= 1))
    throw new RangeError(`successiveHalving: settings is ${settings}; it must be a whole number, 1 or more`)
  if (!(eta > 1)) throw new RangeError(`successiveHalving: eta is ${eta}; it must be above 1`)
  const { first, last } = resource
  if (!(first > 0 && first <= last))
    throw new RangeError(`successiveHalving: resource goes from ${first} to ${last}; above 0 and rising please`)
  const made: { count: number; resource: number }[] = []
  for (let count = settings, amount = first; ; count = Math.ceil(count / eta), amount *= eta) {
    const final = amount >= last * (1 - 1e-9) || count === 1
    made.push({ count, resource: final ? last : amount })
    if (final) return made
  }
}

function checkKnown<S extends Space>(space: S, params: Params<S>, known: Look<S>): void {
  for (const [name, dimension] of Object.entries(space)) {
    const value = (known.params as Record<string, unknown>)[name]
    checkValue(name, dimension, value)
    if (value !== (params as Record<string, unknown>)[name])
      throw new RangeError(`successiveHalving: settings ${known.number} of the log are those of another seed or space`)
  }
}

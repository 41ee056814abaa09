import { isProbability } from './logged-rounds.ts'

/**
 * Slates of a logging policy, one unit each: the positions of slate s are entries `indptr[s]..indptr[s+1])` of the other
 * arrays, top first. Probabilities are those of the shown item: at its position whatever stands elsewhere, and of the whole
 * list down to it.
 */
export interface LoggedSlates {
  /** slates + 1 entries. */
  readonly indptr: Int32Array
  readonly rewards: Float64Array
  readonly logging: SlateProbabilities
  readonly target: SlateProbabilities
}

interface SlateProbabilities {
  /** P(item at this position). */
  readonly atPosition: Float64Array
  /** P(items down to this position, in this order). */
  readonly prefix: Float64Array
}

/** The same with a model Q of the reward from a position to the end of the slate, given the items down to it. */
export interface ModelledSlates extends LoggedSlates {
  /** Q of the shown items down to each position. */
  readonly predictions: Float64Array
  /** Mean of Q over the item the evaluated policy puts there below the shown prefix. */
  readonly expectations: Float64Array
}

/** target / logging for each entry of one kind of probability. Throws on a log that cannot be used, naming the entry. */
export function slateWeights(slates: LoggedSlates, kind: keyof SlateProbabilities): Float64Array {
  const { indptr, rewards, logging, target } = slates
  if (indptr.length < 2) throw new RangeError('off-policy: there are no slates')
  for (let s = 0; s + 1 < indptr.length; s++)
    if (!(indptr[s + 1]! > indptr[s]!)) throw new RangeError(`off-policy: slate ${s} has no positions`)
  const entries = indptr.at(-1)!
  for (const [name, values] of Object.entries({ rewards, logging: logging[kind], target: target[kind] }))
    if (values.length !== entries) throw new RangeError(`off-policy: ${entries} positions and ${values.length} ${name}`)
  return target[kind].map((wanted, k) => {
    const shown = logging[kind][k]!
    if (!isProbability(shown) || shown === 0 || !isProbability(wanted) || !Number.isFinite(rewards[k]!))
      throw new RangeError(
        `off-policy: ${kind} of entry ${k} is ${shown} logged, ${wanted} wanted, with reward ${rewards[k]}`,
      )
    return wanted / shown
  })
}

/** One thing a reader did with an item. */
export interface Interaction {
  readonly reader: string
  readonly item: string
  /** Unix milliseconds. */
  readonly at: number
  /** Strength of the interest, above 0; an open is usually 1. */
  readonly weight: number
}

/** Gives the same interactions, in any order, each time it is called: a query or a file that can be read again. */
export type InteractionSource = () => Iterable<Interaction> | AsyncIterable<Interaction>

/**
 * Calls `visit` once per interaction and returns how many there were.
 * Throws on a time that is not finite or a weight that is not a positive finite number, with its position in the source.
 */
export async function readInteractions(source: InteractionSource, visit: (one: Interaction) => void): Promise<number> {
  let position = 0
  const take = (one: Interaction) => {
    if (!Number.isFinite(one.at)) throw new RangeError(`interaction ${position}: at is ${one.at}; it must be finite`)
    if (!(one.weight > 0 && one.weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`interaction ${position}: weight is ${one.weight}; it must be above 0 and finite`)
    visit(one)
    position++
  }
  const stream = source()
  if (Symbol.asyncIterator in stream) for await (const one of stream) take(one)
  else for (const one of stream) take(one)
  return position
}

import { choice, type Random } from '../random/random.ts'
import { type Dimension, type Params, type Space, valueAt } from './space.ts'

/** A trial as samplers see it: larger is better, -Infinity where nothing could be measured. */
export interface Tried<S extends Space> {
  readonly params: Params<S>
  readonly value: number
}

/** Proposes the next settings from those tried. The same generator and trials give the same proposal. */
export type Sampler = <S extends Space>(space: S, tried: readonly Tried<S>[], rng: Random) => Params<S>

/** Each setting alone and at random: the search to beat. Bergstra and Bengio, JMLR 13, 2012. */
export const randomSearch: Sampler = <S extends Space>(space: S, _tried: readonly Tried<S>[], rng: Random) =>
  Object.fromEntries(
    Object.entries(space).map(([name, dimension]) => [name, drawValue(dimension, rng)]),
  ) as unknown as Params<S>

function drawValue(dimension: Dimension, rng: Random): string | number | boolean | null {
  return dimension.kind === 'choice' ? choice(rng, dimension.values) : valueAt(dimension, rng.uniform())
}

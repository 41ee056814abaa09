// How often each candidate of one request is looked at, over all that chance may do: the same recipe again and again with
// other seeds, and in each slot the chance of every row, not only of the one that was drawn (Rao-Blackwell).

import { outcomes as outcomeNames } from '../pipeline/priorities.ts'
import { type Inputs, positionOf, scoredRows } from '../pipeline/run.ts'
import type { Outcome } from '../pipeline/slate.ts'
import type { Ranked, Recipe } from '../pipeline/stage.ts'
import { derive } from '../random/random.ts'

interface ExposureOptions {
  /** Lists drawn; the noise of a row's exposure falls with their root. At least 1. */
  readonly walks: number
  /** Chance that a slot is looked at, 0 to 1, per slot; below the last one that of the last one. */
  readonly examination: ArrayLike<number>
}

/** Of one request, per candidate. */
export interface Exposures {
  /** Rows of the catalogue, ascending. */
  readonly rows: Int32Array
  /** How often a row is looked at in one list: sum over slots of the chance to stand there times that of the slot. */
  readonly seen: Float64Array
  /** Of each of these, how far off it may be: the variance of the mean over walks. */
  readonly variance: Float64Array
}

/** Costs the stages before the last once and the last, which draws, `walks` times. Throws on options out of range. */
export function exposures(recipe: Recipe, inputs: Inputs, { walks, examination }: ExposureOptions): Exposures {
  if (!(Number.isInteger(walks) && walks >= 1)) throw new RangeError(`exposures: walks is ${walks}; at least 1 please`)
  if (examination.length === 0) throw new RangeError('exposures: examination names no slot')
  const { context, rows, rung, reranks, ranked: scored } = scoredRows(recipe, inputs, {})
  const before = reranks.slice(0, -1).reduce((list, stage) => stage.arrange({ ...context, rung }, list), scored)
  const last = reranks.at(-1)
  const { take, seed } = inputs.request
  const look = (slot: number) => examination[Math.min(slot, examination.length - 1)]!
  const sums = new Float64Array(rows.length)
  const squares = new Float64Array(rows.length)
  const own = new Float64Array(rows.length)
  for (let walk = 0; walk < walks; walk++) {
    own.fill(0)
    const told = new Set<number>()
    const observe = (slot: number, among: Int32Array, chances: Float64Array): void => {
      told.add(slot)
      for (let k = 0; k < among.length; k++) own[positionOf(rows, among[k]!)]! += look(slot) * chances[k]!
    }
    // The seed of the request is what was served: one walk among others, and not one of these.
    const request = { ...inputs.request, seed: derive(seed, 'walk', walk).uint32() }
    const drawn: Ranked = last === undefined ? before : last.arrange({ ...context, request, rung, observe }, before)
    for (let slot = 0; slot < Math.min(take, drawn.rows.length); slot++)
      if (!told.has(slot)) own[positionOf(rows, drawn.rows[slot]!)]! += look(slot)
    // Nothing is left to chance: every walk is this one.
    if (told.size === 0) return { rows, seen: own, variance: new Float64Array(rows.length) }
    own.forEach((one, k) => {
      sums[k]! += one
      squares[k]! += one * one
    })
  }
  const seen = sums.map((sum) => sum / walks)
  const variance = squares.map((square, k) => Math.max(0, square / walks - seen[k]! ** 2) / Math.max(1, walks - 1))
  return { rows, seen, variance }
}

/** Of each candidate, how likely each outcome is when it is looked at; zeros where nothing is known of outcomes. */
export function outcomeChances(
  recipe: Recipe,
  inputs: Inputs,
): { rows: Int32Array; chances: Record<Outcome, number>[] } {
  const { rows, scored } = scoredRows(recipe, inputs, {})
  const none = Object.fromEntries(outcomeNames.map((name) => [name, 0])) as Record<Outcome, number>
  return { rows, chances: Array.from(rows, (_, k) => scored.outcomes?.(k) ?? none) }
}

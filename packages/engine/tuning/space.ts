import { exp2, ln } from '../data/portable-math.ts'

/** What a setting may be. `log` spreads trials evenly over orders of magnitude; both ends are included. */
export type Dimension =
  | { readonly kind: 'real'; readonly low: number; readonly high: number; readonly log?: boolean }
  | { readonly kind: 'integer'; readonly low: number; readonly high: number; readonly log?: boolean }
  | { readonly kind: 'choice'; readonly values: readonly (string | number | boolean | null)[] }

/** Settings by name. */
export type Space = Readonly<Record<string, Dimension>>

/** One setting of each name of a space. */
export type Params<S extends Space> = {
  readonly [Name in keyof S]: S[Name] extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] }
    ? V
    : number
}

/** Throws on a dimension that holds nothing, naming it. */
export function checkSpace(space: Space): void {
  const names = Object.entries(space)
  if (names.length === 0) throw new RangeError('tune: the space has no settings')
  for (const [name, dimension] of names) {
    if (dimension.kind === 'choice') {
      if (dimension.values.length === 0) throw new RangeError(`tune: ${name} has no values to choose from`)
      continue
    }
    const { low, high, log = false, kind } = dimension
    if (!(low < high) || !Number.isFinite(high - low) || (log && !(low > 0)))
      throw new RangeError(`tune: ${name} goes from ${low} to ${high}${log ? ' by logarithm' : ''}`)
    if (kind === 'integer' && !(Number.isInteger(low) && Number.isInteger(high)))
      throw new RangeError(`tune: ${name} goes from ${low} to ${high}; whole numbers please`)
  }
}

/** Throws when `value` is not one of the dimension's. */
export function checkValue(name: string, dimension: Dimension, value: unknown): void {
  const fits =
    dimension.kind === 'choice'
      ? dimension.values.includes(value as string)
      : typeof value === 'number' &&
        value >= dimension.low &&
        value <= dimension.high &&
        (dimension.kind === 'real' || Number.isInteger(value))
  if (!fits) throw new RangeError(`tune: ${name} is ${JSON.stringify(value)} in the log; the space does not hold it`)
}

type Range = Exclude<Dimension, { kind: 'choice' }>

/** The value at u in [0, 1) of a range. */
export function valueAt(dimension: Range, u: number): number {
  const [from, to] = ends(dimension)
  const place = from + u * (to - from)
  const value = dimension.log ? exp2(place / Math.LN2) : place
  const whole = dimension.kind === 'integer' ? Math.round(value) : value
  return Math.max(dimension.low, Math.min(dimension.high, whole))
}

/** Where a value of a range lies, in 0..1: the inverse of `valueAt`. */
export function placeOf(dimension: Range, value: number): number {
  const [from, to] = ends(dimension)
  return ((dimension.log ? ln(value) : value) - from) / (to - from)
}

/** Whole numbers own half a unit on each side, so that the ends are as likely as the rest. */
function ends({ kind, low, high, log }: Range): readonly [number, number] {
  const half = kind === 'integer' ? 0.5 : 0
  return log ? [ln(low - half), ln(high + half)] : [low - half, high + half]
}

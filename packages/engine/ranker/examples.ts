/**
 * What a ranker learns from: one row of feature values per shown candidate, with a label.
 *
 * `values` is rows x features, row-major, NaN where a value is missing. `labels` holds one number per row: a target for
 * `squared`, 0 or 1 for `logistic`, a grade 0, 1, 2, ... for `lambdamart`. `groups` cuts the rows into queries (one list
 * that was ranked together): query q is the rows groups[q]..groups[q + 1]; needed by `lambdamart` alone.
 */
export interface Examples {
  readonly features: readonly string[]
  readonly values: Float32Array
  readonly labels: Float32Array
  readonly groups?: Int32Array
}

/** Throws when the arrays do not fit one another, or a value is infinite or a label no number; names what and where. */
export function checkExamples({ features, values, labels, groups }: Examples): void {
  const [rows, width] = [labels.length, features.length]
  if (width === 0 || rows === 0) throw new RangeError(`examples: ${rows} rows of ${width} features; nothing to learn`)
  if (values.length !== rows * width)
    throw new RangeError(`examples: ${values.length} values for ${rows} rows of ${width} features`)
  if (new Set(features).size !== width) throw new RangeError('examples: a feature name is given twice')
  for (let row = 0; row < rows; row++)
    if (!Number.isFinite(labels[row]!)) throw new RangeError(`examples: label ${labels[row]} in row ${row}`)
  for (let at = 0; at < values.length; at++)
    if (Math.abs(values[at]!) === Number.POSITIVE_INFINITY)
      throw new RangeError(`examples: ${values[at]} for ${features[at % width]} in row ${Math.floor(at / width)}`)
  if (groups === undefined) return
  if (groups[0] !== 0 || groups.at(-1) !== rows)
    throw new RangeError(`examples: groups reach from ${groups[0]} to ${groups.at(-1)}, the rows from 0 to ${rows}`)
  for (let q = 1; q < groups.length; q++)
    if (groups[q]! < groups[q - 1]!) throw new RangeError(`examples: group ${q} begins before the one in front of it`)
}

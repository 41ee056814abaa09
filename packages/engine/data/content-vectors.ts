import type { Vocabulary } from './vocabulary.ts'

/** What items are about, by any encoder: item row r is `values[r * embeddingSize..(r + 1) * embeddingSize)`. */
export interface ContentVectors {
  readonly items: Vocabulary
  readonly embeddingSize: number
  readonly values: Float32Array
}

/**
 * The same directions at length 1, so that a product of two is their cosine; a vector of zeros (nothing is known of the
 * item) stays as it is. Throws when the values do not fill the shape or are not finite.
 */
export function unitVectors({ items, embeddingSize, values }: ContentVectors): ContentVectors {
  if (!(Number.isInteger(embeddingSize) && embeddingSize >= 1) || values.length !== items.size * embeddingSize)
    throw new RangeError(
      `content vectors: ${items.size} items of embeddingSize ${embeddingSize} need ${items.size * embeddingSize} values, there are ${values.length}`,
    )
  const unit = new Float32Array(values.length)
  for (let row = 0; row < items.size; row++) {
    const from = row * embeddingSize
    let square = 0
    for (let k = from; k < from + embeddingSize; k++) square += values[k]! * values[k]!
    if (!Number.isFinite(square))
      throw new RangeError(`content vectors: the vector of ${JSON.stringify(items.id(row))} is not finite`)
    if (square === 0) continue
    const scale = 1 / Math.sqrt(square)
    for (let k = from; k < from + embeddingSize; k++) unit[k] = values[k]! * scale
  }
  return { items, embeddingSize, values: unit }
}

/** Several encoders, or several parts of the items, as one: the cosine of two joined vectors is the mean of the cosines. */
export function joinVectors(parts: readonly ContentVectors[]): ContentVectors {
  const [first] = parts
  if (first === undefined) throw new RangeError('content vectors: there is nothing to join')
  const units = parts.map(unitVectors)
  const embeddingSize = units.reduce((sum, part) => sum + part.embeddingSize, 0)
  const values = new Float32Array(first.items.size * embeddingSize)
  const scale = 1 / Math.sqrt(parts.length)
  first.items.ids.forEach((id, row) => {
    let to = row * embeddingSize
    for (const part of units) {
      const from = part.items.row(id) * part.embeddingSize
      if (from < 0) throw new RangeError(`content vectors: ${JSON.stringify(id)} is missing in one of the parts`)
      for (let d = 0; d < part.embeddingSize; d++) values[to++] = part.values[from + d]! * scale
    }
  })
  return { items: first.items, embeddingSize, values }
}

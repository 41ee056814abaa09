import { type ModelFile, readModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'

/** What a trained item-item model is whatever its matrix looks like: which, over which items, trained how. */
export interface ItemItem<Weights, Config extends object> {
  readonly kind: string
  readonly items: Vocabulary
  readonly weights: Weights
  readonly config: Config
}

/** Reads what an item-item model of that kind wrote; `weights` takes the matrix of so many items out of the file. */
export function loadItemItem<Weights, Config extends object>(
  kind: string,
  bytes: Uint8Array,
  weights: (file: ModelFile, items: number) => Weights,
): ItemItem<Weights, Config> {
  const file = readModelFile(bytes, `${kind}/1`)
  const { items: ids, config } = file.meta as { items: string[]; config: Config }
  const items = new Vocabulary(ids)
  return { kind, items, weights: weights(file, items.size), config }
}

import { type ModelFile, readModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'

/** A trained item-item model: which, over which items, trained how. */
interface ItemItemParts<Weights, Config extends object> {
  readonly kind: string
  readonly items: Vocabulary
  /** Row i is what item i adds to every item. */
  readonly weights: Weights
  readonly config: Config
}

/** What every item-item model holds, whatever its matrix looks like, with the sums that its scores are added up in. */
export class ItemItem<Weights, Config extends object> implements ItemItemParts<Weights, Config> {
  readonly kind: string
  readonly timeless = true
  readonly items: Vocabulary
  readonly weights: Weights
  readonly config: Config
  protected readonly sums: Float64Array

  constructor({ kind, items, weights, config }: ItemItemParts<Weights, Config>) {
    this.kind = kind
    this.items = items
    this.weights = weights
    this.config = config
    this.sums = new Float64Array(items.size)
  }
}

/** Reads what an item-item model of that kind wrote; `weights` takes the matrix of so many items out of the file. */
export function loadItemItem<Weights, Config extends object>(
  kind: string,
  bytes: Uint8Array,
  weights: (file: ModelFile, items: number) => Weights,
): ItemItemParts<Weights, Config> {
  const file = readModelFile(bytes, `${kind}/1`)
  const { items: ids, config } = file.meta as { items: string[]; config: Config }
  const items = new Vocabulary(ids)
  return { kind, items, weights: weights(file, items.size), config }
}

import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'

// What a training of iALS needs to go on after an epoch: both sides' factors, and what they were trained from.

const kind = 'ials-state/1'

interface Belongs<Config> {
  readonly interactions: Interactions
  readonly config: Config
  readonly factors: { readonly readers: Float32Array; readonly items: Float32Array }
}

/** The state after `epochs` epochs as a file. */
export function writeIalsState<Config>(state: Belongs<Config> & { readonly epochs: number }): Uint8Array {
  const { epochs, config, interactions, factors } = state
  const meta = { epochs, config, pairs: fingerprint(interactions) }
  return writeModelFile({ kind, meta, arrays: { readers: factors.readers, items: factors.items } })
}

/** Fills `factors` and returns the number of epochs done. Throws when the state is of other interactions or settings. */
export function readIalsState<Config>(bytes: Uint8Array, to: Belongs<Config>): number {
  const file = readModelFile(bytes, kind)
  const meta = file.meta as { epochs: number; config: Config; pairs: string }
  if (JSON.stringify(meta.config) !== JSON.stringify(to.config))
    throw new Error(`ials: the checkpoint was made with other settings: ${JSON.stringify(meta.config)}`)
  if (meta.pairs !== fingerprint(to.interactions))
    throw new Error('ials: the checkpoint was made from other interactions; train from the start')
  to.factors.readers.set(arrayOf(file, 'readers', Float32Array, to.factors.readers.length))
  to.factors.items.set(arrayOf(file, 'items', Float32Array, to.factors.items.length))
  return meta.epochs
}

/** Sizes and an FNV-1a hash of who read what how much: enough to notice another matrix, not a defence. */
function fingerprint({ readerIds, itemIds, indptr, items, weights }: Interactions): string {
  let hash = 0x811c9dc5
  const add = (values: Int32Array): void => {
    for (const value of values) hash = Math.imul(hash ^ value, 0x01000193)
  }
  add(indptr)
  add(items)
  add(new Int32Array(weights.slice().buffer))
  return `${readerIds.size} ${itemIds.size} ${items.length} ${(hash >>> 0).toString(16)}`
}

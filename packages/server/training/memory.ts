import { easeBytes } from '@lectern/engine/models/ease.ts'
import { Failure } from '../kernel/failure.ts'

export interface TrainingSize {
  readonly interactions: number
  readonly readers: number
  readonly items: number
  /** Items in a model that holds a number for each pair of them; 0 for other models. */
  readonly paired: number
  /** Bytes of the model for each of its items otherwise. */
  readonly itemBytes: number
}

/** Per interaction: snapshot, compressed rows with the copy made while filtering, and what the split remembers. */
const bytesPerInteraction = 16 + 3 * 16 + 250
const bytesPerId = 250
/** The Gram matrix, its copy in the solver's memory, and the model of the last comparison. */
const matrices = 3

/** Most bytes that one training holds at once. */
export function trainingBytes({ interactions, readers, items, paired, itemBytes }: TrainingSize): number {
  const ids = (readers + items) * bytesPerId
  return interactions * bytesPerInteraction + ids + matrices * (easeBytes(paired) + items * itemBytes)
}

/** @throws Failure 'config' with what is needed and what is allowed. */
export function refuseTooLarge(size: TrainingSize, allowedMb: number): void {
  const needed = Math.ceil(trainingBytes(size) / 1e6)
  if (needed <= allowedMb) return
  const fits = Math.floor(
    Math.sqrt(Math.max(0, allowedMb * 1e6 - trainingBytes({ ...size, paired: 0 })) / (4 * matrices)),
  )
  throw new Failure(
    'config',
    `Training on ${size.interactions.toLocaleString('en')} interactions and ${(size.paired || size.items).toLocaleString('en')} items needs ${needed} MB; training.memoryMb allows ${allowedMb}.`,
    {
      advice:
        size.paired > 0 && fits >= 2
          ? `Set training.memoryMb to ${needed}, or training.maxItems to ${fits} or less.`
          : `Set training.memoryMb to ${needed}.`,
    },
  )
}

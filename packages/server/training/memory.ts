import { easeBytes } from '@lectern/engine/models/ease.ts'
import { Failure } from '../kernel/failure.ts'

export interface TrainingSize {
  readonly interactions: number
  readonly readers: number
  readonly items: number
  /** Items that EASE learns. */
  readonly learned: number
}

/** Per interaction: snapshot, compressed rows with the copy made while filtering, and what the split remembers. */
const bytesPerInteraction = 16 + 3 * 16 + 250
const bytesPerId = 250
/** The Gram matrix, its copy in the solver's memory, and the model of the last comparison. */
const matrices = 3

/** Most bytes that one training holds at once. */
export function trainingBytes({ interactions, readers, items, learned }: TrainingSize): number {
  return interactions * bytesPerInteraction + (readers + items) * bytesPerId + matrices * easeBytes(learned)
}

/** @throws Failure 'config' with what is needed and what is allowed. */
export function refuseTooLarge(size: TrainingSize, allowedMb: number): void {
  const needed = Math.ceil(trainingBytes(size) / 1e6)
  if (needed <= allowedMb) return
  const fits = Math.floor(
    Math.sqrt(Math.max(0, allowedMb * 1e6 - trainingBytes({ ...size, learned: 0 })) / (4 * matrices)),
  )
  throw new Failure(
    'config',
    `Training on ${size.interactions.toLocaleString('en')} interactions and ${size.learned.toLocaleString('en')} items needs ${needed} MB; training.memoryMb allows ${allowedMb}.`,
    {
      advice:
        fits >= 2
          ? `Set training.memoryMb to ${needed}, or training.maxItems to ${fits} or less.`
          : `Set training.memoryMb to ${needed}.`,
    },
  )
}

import type { Kernel } from '../kernel/kernel.ts'
import { countSavers } from './queries.ts'

interface Many {
  /** Only these count, each once for an item. */
  readonly readers: readonly string[]
  /** Unix ms. */
  readonly since: number
  /** Fewest readers whose saves are told of. */
  readonly least: number
}

/** What many readers saved and did not take back. `atLeast` is a multiple of the fewest; no reader is told. */
export const savedByMany = (
  kernel: Pick<Kernel, 'database'>,
  of: Many,
): Promise<{ readonly item: string; readonly atLeast: number }[]> => countSavers(kernel.database.db, of)

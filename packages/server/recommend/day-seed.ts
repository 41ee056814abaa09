import { createHash } from 'node:crypto'

const dayMs = 86_400_000

/** The same for one reader on one surface on one UTC day: a list that is asked for again draws the same lots. 0 to 2^48 - 1. */
export function daySeed(reader: string, surface: string, now: number): number {
  const day = Math.floor(now / dayMs)
  return createHash('sha256')
    .update(JSON.stringify([reader, surface, day]))
    .digest()
    .readUIntBE(0, 6)
}

// Time, ids and chance as arguments. The program's edge passes `systemClock` and `systemChance`; tests pass their own.
import { randomBytes, randomUUID } from 'node:crypto'

/** Unix milliseconds. */
export type Clock = () => number
export const systemClock: Clock = () => Date.now()

export interface Chance {
  uuid(): string
  /** A secret of so many random bytes, base64url. */
  secret(bytes: number): string
  /** An unsigned 32-bit seed. */
  seed(): number
}

export const systemChance: Chance = {
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
  seed: () => randomBytes(4).readUInt32LE(),
}

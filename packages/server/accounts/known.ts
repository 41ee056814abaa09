// A short memory of who is behind a secret, so that the requests of a page ask the database once.
import { createHash } from 'node:crypto'
import { isDatabaseAway } from '../kernel/db/broken.ts'
import type { Kernel } from '../kernel/kernel.ts'

const cacheMs = 10_000
const cacheSize = 10_000

export interface Known<T> {
  /** What is behind a secret, or undefined. What changed elsewhere counts within 10 s of a database that answers. */
  find(secret: string): Promise<T | undefined>
  forget(secret: string): void
  forgetAll(): void
}

/** While the database is away, whoever is known goes on. */
export function openKnown<T>(
  kernel: Pick<Kernel, 'clock'>,
  look: (secretHash: Buffer, now: number) => Promise<T | undefined>,
): Known<T> {
  const known = new Map<string, { value: T; until: number }>()
  return {
    async find(secret) {
      const now = kernel.clock()
      const hit = known.get(secret)
      if (hit && hit.until > now) return hit.value
      const value = await look(hashOf(secret), now).catch((cause) => {
        if (hit && isDatabaseAway(cause)) return hit.value
        throw cause
      })
      known.delete(secret)
      if (value === undefined) return undefined
      if (known.size >= cacheSize) known.clear()
      known.set(secret, { value, until: now + cacheMs })
      return value
    },
    forget: (secret) => void known.delete(secret),
    forgetAll: () => known.clear(),
  }
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

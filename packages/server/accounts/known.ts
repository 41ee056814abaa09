// A short memory of who is behind a secret, so that the requests of a page ask the database once.
import { createHash } from 'node:crypto'
import { isDatabaseAway } from '../kernel/db/broken.ts'
import { within } from '../kernel/deadline.ts'
import type { Kernel } from '../kernel/kernel.ts'

const cacheMs = 10_000
const cacheSize = 10_000
/** Longer than this a list does not wait to know for whom it is. */
const patienceMs = 200
const retryMs = 1000

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
      let value: T | undefined
      try {
        value = await within(patienceMs, 'Finding out who asks', () => look(hashOf(secret), now))
      } catch (cause) {
        if (hit === undefined || !isDatabaseAway(cause)) throw cause
        known.set(secret, { ...hit, until: now + retryMs })
        return hit.value
      }
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

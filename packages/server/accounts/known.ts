// A short memory of who is behind a secret, so that the requests of a page ask the database once.
import { createHash } from 'node:crypto'
import { isDatabaseAway } from '../kernel/db/broken.ts'
import { within } from '../kernel/deadline.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** Known for so long without a question; for as long again the answer of before serves while it is asked anew. */
const freshMs = 5_000
const cacheSize = 10_000
/** Longer than this a list does not wait to know for whom it is. */
const patienceMs = 200
const retryMs = 1000

interface Known<T> {
  /** What is behind a secret, or undefined. What changed elsewhere counts within 10 s of a database that answers. */
  find(secret: string): Promise<T | undefined>
  forget(secret: string): void
  forgetAll(): void
}

/** While the database is away, whoever is known goes on. However many ask at once, the database is asked once. */
export function openKnown<T>(
  kernel: Pick<Kernel, 'clock'>,
  look: (secretHash: Buffer, now: number) => Promise<T | undefined>,
): Known<T> {
  const known = new Map<string, { value: T; until: number }>()
  const asking = new Map<string, { result: Promise<T | undefined> }>()
  /** Whoever was forgotten meanwhile is not known again by an older answer. */
  const ask = async (secret: string, stillAsked: () => boolean): Promise<T | undefined> => {
    const now = kernel.clock()
    const before = known.get(secret)
    try {
      const value = await within(patienceMs, 'Finding out who asks', () => look(hashOf(secret), now))
      if (!stillAsked()) return value
      known.delete(secret)
      if (value === undefined) return undefined
      if (known.size >= cacheSize) known.clear()
      known.set(secret, { value, until: now + freshMs })
      return value
    } catch (cause) {
      const hit = known.get(secret)
      if (before === undefined || hit === undefined || !isDatabaseAway(cause)) throw cause
      known.set(secret, { ...hit, until: now + retryMs })
      return hit.value
    }
  }
  const askOnce = (secret: string): Promise<T | undefined> => {
    const under = asking.get(secret)
    if (under !== undefined) return under.result
    const mine: { result: Promise<T | undefined> } = { result: Promise.resolve(undefined) }
    asking.set(secret, mine)
    const isMine = (): boolean => asking.get(secret) === mine
    mine.result = ask(secret, isMine).finally(() => isMine() && asking.delete(secret))
    return mine.result
  }
  return {
    async find(secret) {
      const now = kernel.clock()
      const hit = known.get(secret)
      if (hit !== undefined && now < hit.until) return hit.value
      const answer = askOnce(secret)
      if (hit === undefined || now >= hit.until + freshMs) return await answer
      answer.catch(() => undefined) // the next one asks again
      return hit.value
    },
    forget(secret) {
      known.delete(secret)
      asking.delete(secret)
    },
    forgetAll() {
      known.clear()
      asking.clear()
    },
  }
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

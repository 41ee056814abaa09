// The time that lists are made for. A clock that is set back, or that says nothing, would make every item one of the
// future: then the latest time it told goes on serving, and lists are told not to lean on how long ago things were.
import type { Clock } from '../kernel/clock/clock.ts'

/** Corrections by a time service are smaller. */
const backMs = 5 * 60_000

interface SteadyClock {
  /** Unix ms, never much before an earlier answer. */
  now(): number
  /** False while the clock cannot be believed. */
  trusted(): boolean
}

/** @param notBefore something that has happened already, Unix ms: the time cannot be before that. */
export function steadyClock(clock: Clock, notBefore: () => number = () => 0): SteadyClock {
  let latest = 0
  const told = (): number | null => {
    const now = clock()
    const floor = Math.max(latest, notBefore()) - backMs
    return Number.isFinite(now) && now >= floor ? now : null
  }
  return {
    now() {
      const now = told()
      if (now === null) return Math.max(latest, notBefore())
      latest = Math.max(latest, now)
      return now
    },
    trusted: () => told() !== null,
  }
}

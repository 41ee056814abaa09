// The fallback ladder of a request: personal, segment, popular and editorial are rungs within a recipe (its scorers, each
// with something to go by or not); what breaks as a whole goes down the steps given here, never to an error.
import type { Kernel } from '../kernel/kernel.ts'

interface Step<T> {
  /** What is tried, for the log. */
  readonly name: string
  /** null: this step has nothing to give. */
  make(): Promise<T | null> | T | null
}

/** The first step that gives something; null when none does. What throws is logged and the next step is taken. */
export async function descend<T>(log: Kernel['log'], steps: readonly Step<T>[]): Promise<T | null> {
  for (const { name, make } of steps) {
    try {
      const made = await make()
      if (made !== null) return made
    } catch (cause) {
      log.error({ err: cause, step: name }, 'a step of the fallback ladder failed; the next one answers')
    }
  }
  return null
}

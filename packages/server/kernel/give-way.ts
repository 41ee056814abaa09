import { setTimeout as sleep } from 'node:timers/promises'

/**
 * For long work beside serving: call it after each small piece. It rests as long as the piece took, so that lists get at
 * least half of the processor and none waits for more than one piece.
 */
export function givingWay(): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    await sleep(performance.now() - begun)
    begun = performance.now()
  }
}

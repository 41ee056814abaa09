// Given items in the order that lists for nobody in particular have now, for work outside of a request: a state of its own is
// loaded, counted from the log, and let go.
import { run } from '@lectern/engine/pipeline/run.ts'
import type { Place } from '../kernel/clock/days.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { chosenFor } from '../priorities/priorities.ts'
import { type Ask, recipeFor } from './ask.ts'
import { noPast } from './reader-past.ts'
import { requestOf } from './request.ts'
import { openServing } from './serving-state.ts'

interface RankAsk extends Omit<Ask, 'given' | 'n'> {
  readonly items: readonly string[]
  /** The same seed draws the same. */
  readonly seed: number
}

/** Best first: what the filters of the recipe refuse is left out. */
export type RankForNobody = (ask: RankAsk) => readonly string[]

export async function withRanking<T>(
  kernel: Kernel,
  placeOf: (surface: string) => Place,
  work: (rank: RankForNobody) => Promise<T>,
): Promise<T> {
  const serving = await openServing(kernel, placeOf)
  try {
    await serving.counted
    return await work(({ items, seed, ...rules }) => {
      const state = serving.now(rules.surface)
      const ask: Ask = { ...rules, given: items, n: items.length }
      const { priorities, document } = chosenFor(state.priorities, rules.surface, null)
      const request = requestOf(ask, noPast, { state, now: kernel.clock(), seed, document })
      const slate = run(
        recipeFor(ask, state.served),
        request,
        { ...state.pipeline, priorities },
        { clock: () => 0, explain: false },
      )
      return slate.items.map(({ row }) => state.served.catalogue.items.id(row))
    })
  } finally {
    await serving.close()
  }
}

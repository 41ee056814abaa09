import { chosenFor } from '../priorities/priorities.ts'
import type { Ask } from './ask.ts'
import type { Audience } from './recommend.ts'
import type { ServingState } from './serving-state.ts'

/** The state with what the publication asks for this reader on this surface. */
export function underPriorities(state: ServingState, { surface }: Ask, audience: Audience) {
  const { priorities, ...chosen } = chosenFor(
    state.priorities,
    surface,
    audience.kind === 'reader' ? audience.reader : null,
  )
  return { ...chosen, state: { ...state, pipeline: { ...state.pipeline, priorities } } }
}

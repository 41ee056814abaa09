import { chosenFor } from '../priorities/priorities.ts'
import type { Ask } from './ask.ts'
import type { ServingState } from './serving-state.ts'

/** The state as one list sees it: what the publication asks for this reader on this surface, the order of a section in its list. */
export function stateOfList(state: ServingState, { surface, section }: Ask, reader: string | null) {
  const { priorities, ...chosen } = chosenFor(state.priorities, surface, reader)
  const rows = section === undefined ? undefined : state.sections.find(({ name }) => name === section)?.rows
  const editorialOrder = rows ?? state.pipeline.editorialOrder
  return { ...chosen, state: { ...state, pipeline: { ...state.pipeline, priorities, editorialOrder } } }
}

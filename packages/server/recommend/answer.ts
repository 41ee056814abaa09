import type { Slate as EngineSlate, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Ask, recipeOf } from './ask.ts'
import { recommendationOf } from './reason-text.ts'
import type { ServingState } from './serving-state.ts'

/** What the wire carries of a list that the engine made. */
export function answerOf(
  made: EngineSlate,
  {
    id,
    request,
    state,
    experiments,
  }: { id: string; request: SlateRequest; state: ServingState; experiments: Slate['experiments'] },
): Slate {
  return {
    slate: id,
    surface: request.surface,
    at: request.now,
    recipe: made.recipe,
    model: state.model === null ? null : { name: state.model.model.kind, version: state.model.version },
    priorities: state.pipeline.priorities.version,
    rung: made.rung,
    experiments: { ...experiments },
    items: made.items.map((shown) => recommendationOf(shown, state.served.cards)),
  }
}

/** No list can be made of anything: an empty one, which is no error. */
export function nothing(kernel: Kernel, ask: Ask): Slate {
  const { name, version } = recipeOf(ask.recipe ?? ask.surface)
  const at = kernel.clock()
  return {
    slate: kernel.chance.uuid(),
    surface: ask.surface,
    at,
    recipe: { name, version },
    model: null,
    rung: 'stored',
    experiments: {},
    items: [],
  }
}

// Between a pack of lists and what is asked: how a pack is made of the state of serving, and what of it fits a request.
import { historyOf } from '@lectern/engine/data/history.ts'
import { run } from '@lectern/engine/pipeline/run.ts'
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { chosenFor, publicationRules } from '../priorities/priorities.ts'
import { type Ask, recipeFor } from './ask.ts'
import { withinAsk } from './given-list.ts'
import { type ListPack, listFromPack, packSize } from './list-pack.ts'
import type { ReaderPast } from './reader-past.ts'
import { recommendationOf } from './reason-text.ts'
import type { ServingState } from './serving-state.ts'

/** What the recipe of a surface makes for nobody in particular. */
export function packOf(
  state: ServingState,
  of: {
    readonly surface: string
    readonly recipe: string | undefined
    readonly now: number
    readonly slate: string
    readonly seed: number
  },
): ListPack {
  const { surface, recipe, now, seed, slate } = of
  const ask: Ask = { surface, recipe, n: packSize, exploration: 0 }
  const none = new Set<number>()
  const blocked = { publishers: none, topics: none, items: none }
  const { document, priorities } = chosenFor(state.priorities, surface, null)
  const pipeline = { ...state.pipeline, priorities }
  const bare = { surface, take: packSize, now, seed, history: historyOf([]), seen: none, blocked }
  const rules = publicationRules(document, { state: pipeline, request: bare, composed: true })
  const made = run(recipeFor(ask, state.served), { ...bare, rules }, pipeline)
  const { catalogue } = state.pipeline
  return {
    slate,
    surface,
    at: now,
    recipe: made.recipe,
    model: state.model === null ? null : { name: state.model.model.kind, version: state.model.version },
    priorities: priorities.version,
    rung: made.rung,
    experiments: {},
    items: made.items.map((shown) => ({ ...recommendationOf(shown, state.served.cards), propensity: 1 })),
    regions: made.items.map(({ row }) => {
      const only = catalogue.onlyIn.get(row)
      return only === undefined ? null : [...only]
    }),
  }
}

/** Without what the reader did or hid as far as that is known, and what is known to be taken down. */
export function storedList(
  pack: ListPack,
  ask: Ask,
  of: { readonly slate: string; readonly past: ReaderPast | null; readonly catalogue: Catalogue | undefined },
): Slate {
  const { past, catalogue } = of
  const done = new Set([
    ...(past?.history.map(({ item }) => item) ?? []),
    ...(past?.dismissed ?? []),
    ...(past?.hidden.map(({ item }) => item) ?? []),
  ])
  const allows = (item: string): boolean =>
    !done.has(item) && (catalogue === undefined || catalogue.available[catalogue.items.row(item)] !== 0)
  const all = listFromPack(pack, { surface: ask.surface, n: packSize, region: ask.region }, { slate: of.slate, allows })
  return withinAsk(all, ask)
}

// Makes a logged slate again from its record and compares: same items, same slots, same scores. With other priorities or
// another model it tells what they would have changed.
import { replay as replayEngine } from '@lectern/engine/pipeline/run.ts'
import type { Catalogue, PersonalModel, PipelineState, Recorded, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { Recipe } from '@lectern/engine/pipeline/stage.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { loadModel, modelVersion } from '../training/training.ts'
import { recipeFor } from './ask.ts'
import { type LoggedSlate, selectSlate } from './queries.ts'
import { worldOf } from './slate-record.ts'
import { underDocument } from './under-document.ts'

interface Place {
  readonly item: string
  readonly score: number
}

export interface ReplayDifference {
  readonly slot: number
  readonly logged: Place | null
  readonly replayed: Place | null
}

type Replay =
  | { readonly kind: 'identical'; readonly slate: LoggedSlate; readonly items: number }
  | { readonly kind: 'different'; readonly slate: LoggedSlate; readonly differences: readonly ReplayDifference[] }
  | { readonly kind: 'not-found' }
  /** It cannot be made again, and why. */
  | { readonly kind: 'not-kept'; readonly slate: LoggedSlate; readonly detail: string }

/** What is put in the place of what served; nothing: the slate as it was. */
export interface Instead {
  readonly document?: PrioritiesDocument
  /** Version of a model. */
  readonly model?: string
}

export async function replaySlate(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  id: string,
  instead: Instead = {},
): Promise<Replay> {
  const slate = await selectSlate(kernel.database.db, id)
  if (slate === undefined) return { kind: 'not-found' }
  const logged = await loggedList(kernel, slate, instead.model === undefined ? {} : { model: instead.model })
  if (logged.kind === 'not-kept') return { ...logged, slate }
  const { recipe, shown, ...inputs } = logged
  const { request, state, recorded } =
    instead.document === undefined ? inputs : underDocument({ ...inputs, ask: slate.ask }, instead.document)
  const again = replayEngine(recipe, request, state, recorded)
  const replayed = again.items.map(({ row, score }) => ({ item: state.catalogue.items.id(row), score }))
  const differences = differencesOf(shown, replayed)
  return differences.length === 0
    ? { kind: 'identical', slate, items: replayed.length }
    : { kind: 'different', slate, differences }
}

/** Everything that made a logged list, to be made again. */
export type LoggedList =
  | {
      readonly kind: 'list'
      readonly recipe: Recipe
      readonly request: SlateRequest
      readonly state: PipelineState
      readonly recorded: Recorded
      readonly shown: readonly Place[]
    }
  | { readonly kind: 'not-kept'; readonly detail: string }

interface ListOptions {
  /** Version of a model, instead of the one that served. */
  readonly model?: string
  /** Where minutes, publication dates and regions of the items are known: conditions of a document may ask for them. */
  readonly known?: Catalogue
  /** Models that were loaded before. */
  readonly models?: Map<string, Promise<ModelOf>>
}

export async function loggedList(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  { record, ...slate }: LoggedSlate,
  { model, known, models = new Map() }: ListOptions = {},
): Promise<LoggedList> {
  const refuse = (detail: string): LoggedList => ({ kind: 'not-kept', detail })
  if (record.kind === 'private') {
    return refuse('It was made from a history that an anonymous reader sent along; nothing of it was kept.')
  }
  const named = recipes.find((each) => each.name === slate.recipe)
  if (named?.version !== slate.recipeVersion) {
    return refuse(
      `Recipe ${slate.recipe} was version ${slate.recipeVersion}; this Lectern has ${named?.version ?? 'none'}.`,
    )
  }
  const version = model ?? slate.modelVersion
  const loading = models.get(version ?? '') ?? modelOf(kernel, version)
  models.set(version ?? '', loading)
  const loaded = await loading
  if (loaded.kind === 'missing') return refuse(loaded.detail)
  const of = { surface: slate.surface, at: slate.at, seed: slate.seed, model: loaded.model }
  const { request, state } = worldOf(record, known === undefined ? of : { ...of, known })
  const recipe = slate.ask === null ? named : recipeFor(slate.ask, state)
  return { kind: 'list', recipe, request, state, recorded: { sources: record.sources }, shown: record.shown }
}

function differencesOf(shown: readonly Place[], replayed: readonly Place[]): ReplayDifference[] {
  const differences: ReplayDifference[] = []
  for (let slot = 0; slot < Math.max(replayed.length, shown.length); slot++) {
    const was = shown[slot] ?? null
    const is = replayed[slot] ?? null
    if (was?.item !== is?.item || was?.score !== is?.score) {
      differences.push({ slot, logged: was && { item: was.item, score: was.score }, replayed: is })
    }
  }
  return differences
}

type ModelOf =
  | { readonly kind: 'loaded'; readonly model: PersonalModel | null }
  | { readonly kind: 'missing'; readonly detail: string }

async function modelOf(kernel: Pick<Kernel, 'database' | 'blobs'>, version: string | null): Promise<ModelOf> {
  if (version === null) return { kind: 'loaded', model: null }
  const published = await modelVersion(kernel, version)
  if (published === null) return { kind: 'missing', detail: `There is no model ${version}.` }
  const loaded = await loadModel(kernel, published)
  if (loaded.kind === 'loaded') return { kind: 'loaded', model: loaded.model }
  return { kind: 'missing', detail: `The file of model ${version} is no longer kept or no longer sound.` }
}

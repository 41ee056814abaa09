// Makes a logged slate again from its record and compares: same items, same slots, same scores.
import { replay as replayEngine } from '@lectern/engine/pipeline/run.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { loadModel, modelVersion } from '../training/training.ts'
import { recipeFor } from './ask.ts'
import { type LoggedSlate, selectSlate } from './queries.ts'
import { worldOf } from './slate-record.ts'

export interface ReplayDifference {
  readonly slot: number
  readonly logged: { readonly item: string; readonly score: number } | null
  readonly replayed: { readonly item: string; readonly score: number } | null
}

export type Replay =
  | { readonly kind: 'identical'; readonly slate: LoggedSlate; readonly items: number }
  | { readonly kind: 'different'; readonly slate: LoggedSlate; readonly differences: readonly ReplayDifference[] }
  | { readonly kind: 'not-found' }
  /** It cannot be made again, and why. */
  | { readonly kind: 'not-kept'; readonly slate: LoggedSlate; readonly detail: string }

export async function replaySlate(kernel: Pick<Kernel, 'database' | 'blobs'>, id: string): Promise<Replay> {
  const slate = await selectSlate(kernel.database.db, id)
  if (slate === undefined) return { kind: 'not-found' }
  const refuse = (detail: string): Replay => ({ kind: 'not-kept', slate, detail })
  const { record } = slate
  if (record.kind === 'private') {
    return refuse('It was made from a history that an anonymous reader sent along; nothing of it was kept.')
  }
  const named = recipes.find((each) => each.name === slate.recipe)
  if (named?.version !== slate.recipeVersion) {
    return refuse(
      `Recipe ${slate.recipe} was version ${slate.recipeVersion}; this Lectern has ${named?.version ?? 'none'}.`,
    )
  }
  const published = slate.modelVersion === null ? null : await modelVersion(kernel, slate.modelVersion)
  const loaded = published === null ? null : await loadModel(kernel, published)
  if (slate.modelVersion !== null && loaded?.kind !== 'loaded') {
    return refuse(`The file of model ${slate.modelVersion} is no longer kept or no longer sound.`)
  }
  const model = loaded?.kind === 'loaded' ? loaded.model : null
  const { request, state } = worldOf(record, { surface: slate.surface, at: slate.at, seed: slate.seed, model })
  const recipe = slate.ask === null ? named : recipeFor(slate.ask, state)
  const again = replayEngine(recipe, request, state, { sources: record.sources })
  const replayed = again.items.map(({ row, score }) => ({ item: state.catalogue.items.id(row), score }))
  const differences: ReplayDifference[] = []
  for (let slot = 0; slot < Math.max(replayed.length, record.shown.length); slot++) {
    const was = record.shown[slot] ?? null
    const is = replayed[slot] ?? null
    if (was?.item !== is?.item || was?.score !== is?.score) {
      differences.push({ slot, logged: was && { item: was.item, score: was.score }, replayed: is })
    }
  }
  return differences.length === 0
    ? { kind: 'identical', slate, items: replayed.length }
    : { kind: 'different', slate, differences }
}

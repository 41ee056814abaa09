// What a request asks, turned into what the engine is asked: the recipe with its ladder, and the rules over catalogue rows.
import { given } from '@lectern/engine/pipeline/given.ts'
import type { SlateRequest, SlateRules } from '@lectern/engine/pipeline/slate.ts'
import type { Recipe, StageContext } from '@lectern/engine/pipeline/stage.ts'
import { editorialValue } from '@lectern/engine/pipeline/value.ts'
import { home } from '@lectern/engine/recipes/home.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { ListRules, RecommendAsk } from '@lectern/protocol/rest/asks.ts'
import type { ServedCatalogue } from './catalogue.ts'
import type { ServingState } from './serving-state.ts'

export interface Ask extends Omit<ListRules, 'n'>, Pick<RecommendAsk, 'follows' | 'blocked' | 'without'> {
  readonly surface: string
  readonly n: number
  readonly language?: string | undefined
  /** What was on earlier pages. */
  readonly earlier?: readonly string[] | undefined
  /** Only these, all of them: a list that the caller wants in order. */
  readonly given?: readonly string[] | undefined
  /** What goes with this item, instead of with the reader's history. */
  readonly similarTo?: string | undefined
}

/** The recipe of a name; surfaces and names without one of their own are served like home. */
export const recipeOf = (name: string): Recipe => recipes.find((recipe) => recipe.name === name) ?? home

/** What is kept with a slate: the rules; which items they met is in its record. */
export const withoutItems = ({ earlier: _, given: __, ...rules }: Ask): Ask => rules

export const recipeNames: ReadonlySet<string> = new Set(recipes.map(({ name }) => name))

/** The recipe as this request wants it: a given list instead of its sources, the ladder that the fallback leaves. */
export function recipeFor(ask: Ask, { catalogue }: Pick<ServedCatalogue, 'catalogue'>): Recipe {
  const recipe = recipeOf(ask.recipe ?? ask.surface)
  const rows = ask.given?.map((item) => catalogue.items.row(item)).filter((row) => row >= 0)
  return {
    ...recipe,
    sources: rows === undefined ? recipe.sources : [given(Int32Array.from(new Set(rows)))],
    scorers: ladderOf(recipe, ask.fallback),
    rerank: ask.exploration === 0 ? recipe.rerank.filter(({ name }) => name !== 'explore') : recipe.rerank,
  }
}

function ladderOf({ scorers }: Recipe, fallback: Ask['fallback']): Recipe['scorers'] {
  if (fallback === undefined || fallback === 'popular') return scorers
  const personal = scorers.filter(({ rung }) => rung === 'personal')
  return fallback === 'none' ? personal : [...personal, editorialValue]
}

/** The parts of a request that come from what was asked. */
export function askedOf(
  ask: Ask,
  { catalogue }: ServedCatalogue,
): Partial<Pick<SlateRequest, 'region' | 'followedTopics' | 'paywall' | 'languages' | 'rules'>> {
  const rules = rulesOf(ask, catalogue)
  const languages = [...(ask.languages ?? []), ...(ask.language === undefined ? [] : [ask.language])]
  const followed = codesOf(catalogue.topics, ask.follows?.topics ?? [])
  return {
    ...(languages.length === 0 ? {} : { languages }),
    ...(ask.region === undefined ? {} : { region: ask.region }),
    ...(ask.paywall === undefined ? {} : { paywall: ask.paywall }),
    ...(followed.size === 0 ? {} : { followedTopics: followed }),
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
  }
}

function rulesOf(ask: Ask, catalogue: ServedCatalogue['catalogue']): SlateRules {
  const pins = ask.pins?.flatMap(({ item, slot }) => {
    const row = catalogue.items.row(item)
    return row < 0 ? [] : [{ row, slot }]
  })
  return {
    ...(pins === undefined || pins.length === 0 ? {} : { pins }),
    ...(ask.diversity === undefined ? {} : { diversity: ask.diversity }),
    ...(ask.rotation === undefined
      ? {}
      : { rotation: { rate: ask.rotation.rate, withinMs: ask.rotation.hours * 3_600_000 } }),
    ...(ask.exploration === undefined ? {} : { exploration: ask.exploration }),
    ...(ask.minimumRelevance === undefined ? {} : { minimumRelevance: ask.minimumRelevance }),
  }
}

/** Codes of names; names that the catalogue does not have are left out. */
export const codesOf = (
  vocabulary: ServedCatalogue['catalogue']['topics'],
  names: readonly string[],
): ReadonlySet<number> => new Set(names.map((name) => vocabulary.row(name)).filter((code) => code >= 0))

/** Which of these items the filters of the recipe refuse now. */
export function refusedOf(
  items: readonly string[],
  of: { readonly recipe: Recipe; readonly request: SlateRequest; readonly state: ServingState },
): ReadonlySet<string> {
  const { catalogue } = of.state.served
  const refused = new Uint8Array(catalogue.items.size)
  const context: StageContext = { request: of.request, state: of.state.pipeline, refused, personal: () => null }
  for (const [k, filter] of of.recipe.filters.entries()) filter.refuse(context, k + 1)
  return new Set(items.filter((item) => refused[catalogue.items.row(item)] !== 0))
}

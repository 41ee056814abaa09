// What a request asks, turned into what the engine is asked: the recipe with its ladder, and the rules over catalogue rows.
import { type Condition, type ConditionScope, canonical, conditionMask } from '@lectern/engine/pipeline/condition.ts'
import { given } from '@lectern/engine/pipeline/given.ts'
import type { PipelineState, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { SlateRules } from '@lectern/engine/pipeline/slate-rules.ts'
import type { Recipe, StageContext } from '@lectern/engine/pipeline/stage.ts'
import { editorialValue } from '@lectern/engine/pipeline/value.ts'
import { home } from '@lectern/engine/recipes/home.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { ListRules, RecommendAsk } from '@lectern/protocol/rest/asks.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { joinedRules, publicationRules } from '../priorities/priorities.ts'
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
  /** A live section of the surface: its items in its order. */
  readonly section?: string | undefined
  /** What goes with this item, instead of with the reader's history. */
  readonly similarTo?: string | undefined
}

/** The recipe of a name; surfaces and names without one of their own are served like home. */
export const recipeOf = (name: string): Recipe => recipes.find((recipe) => recipe.name === name) ?? home

/** What is kept with a slate: the rules; which items they met is in its record. */
export const withoutItems = ({ earlier: _, given: __, ...rules }: Ask): Ask => rules

export const recipeNames: ReadonlySet<string> = new Set(recipes.map(({ name }) => name))

/** The steps of the ladder that go by what this reader did. */
export const personalRungs: ReadonlySet<Slate['rung']> = new Set(['personal', 'segment'])

/** The recipe as this request wants it: a given list instead of its sources, the ladder that the fallback leaves. */
export function recipeFor(ask: Ask, { catalogue }: Pick<ServedCatalogue, 'catalogue'>): Recipe {
  const recipe = recipeOf(ask.recipe ?? ask.surface)
  const rows = ask.given?.map((item) => catalogue.items.row(item)).filter((row) => row >= 0)
  return {
    ...recipe,
    sources: rows === undefined ? recipe.sources : [given(Int32Array.from(new Set(rows)))],
    scorers: ladderOf(recipe, ask.fallback),
  }
}

function ladderOf({ scorers }: Recipe, fallback: Ask['fallback']): Recipe['scorers'] {
  if (fallback === undefined || fallback === 'popular') return scorers
  const personal = scorers.filter(({ rung }) => personalRungs.has(rung))
  return fallback === 'none' ? personal : [...personal, editorialValue]
}

/** What conditions may ask about, and what the publication asks of this list. */
interface AskedScope extends ConditionScope {
  readonly state: PipelineState
  readonly document: PrioritiesDocument
}

/** Whether the list is put together here, and not given or what goes with one item. */
const isComposed = ({ given: items, similarTo, section }: Ask): boolean =>
  items === undefined && similarTo === undefined && section === undefined

/** The parts of a request that come from what was asked and what the publication asks. `scope` is what conditions may ask about. */
export function askedOf(
  ask: Ask,
  { state, request, document }: AskedScope,
): Partial<Pick<SlateRequest, 'region' | 'followedTopics' | 'paywall' | 'languages' | 'rules'>> {
  const { catalogue } = state
  const languages = [...(ask.languages ?? []), ...(ask.language === undefined ? [] : [ask.language])]
  const followed = new Set([...(request.followedTopics ?? []), ...codesOf(catalogue.topics, ask.follows?.topics ?? [])])
  const scope = { state, request: { ...request, followedTopics: followed } }
  const rules = joinedRules(publicationRules(document, { ...scope, composed: isComposed(ask) }), rulesOf(ask, scope))
  return {
    ...(languages.length === 0 ? {} : { languages }),
    ...(ask.region === undefined ? {} : { region: ask.region }),
    ...(ask.paywall === undefined ? {} : { paywall: ask.paywall }),
    followedTopics: followed,
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
  }
}

function rulesOf(ask: Ask, scope: ConditionScope): SlateRules {
  const { items } = scope.state.catalogue
  const mask = (condition: Condition): Uint8Array => conditionMask(condition, scope)
  const pins = ask.pins?.map(({ item, slot }) => ({ row: items.row(item), slot })).filter(({ row }) => row >= 0)
  return defined({
    only: onlyOf(ask, scope),
    boosts: ask.boosts?.map(({ name, when, factor }) => ({ name: name ?? canonical(when), holds: mask(when), factor })),
    promotions: ask.promotions?.map(({ name, when, share }) => ({
      name: name ?? canonical(when),
      holds: mask(when),
      share,
    })),
    quotas: ask.quotas?.flatMap((quota) =>
      'when' in quota
        ? [{ name: quota.name ?? canonical(quota.when), holds: mask(quota.when), ...rangeOf(quota) }]
        : [],
    ),
    each: ask.quotas?.flatMap((quota) => ('each' in quota ? [{ of: quota.each, ...rangeOf(quota) }] : [])),
    pins,
    diversity: ask.diversity,
    rotation: ask.rotation && { rate: ask.rotation.rate, withinMs: ask.rotation.hours * 3_600_000 },
    exploration: ask.exploration,
    minimumRelevance: ask.minimumRelevance,
  })
}

/** A given list, narrowed by the filter: promotions and pins bring nothing in from outside. */
function onlyOf({ given: items, filter }: Ask, scope: ConditionScope): Uint8Array | undefined {
  const allowed = filter === undefined ? undefined : conditionMask(filter, scope)
  if (items === undefined) return allowed
  const { catalogue } = scope.state
  const only = new Uint8Array(catalogue.items.size)
  for (const item of items) {
    const row = catalogue.items.row(item)
    if (row >= 0) only[row] = allowed?.[row] ?? 1
  }
  return only
}

const rangeOf = ({ min, max }: { readonly min?: number | undefined; readonly max?: number | undefined }) =>
  defined({ min, max })

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}
const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>

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

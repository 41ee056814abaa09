// The use cases of surfaces: a list, a given list in order, what goes with an item, the next page. Each joins what the
// surface says with what the request says, and finds out for whom it is.
import type { RankAsk, RecommendAsk, SectionsAsk } from '@lectern/protocol/rest/asks.ts'
import { defaultSlate, type Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { refusalOf } from '../kernel/http/caller.ts'
import type { Caller, ProblemKind } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Ask, recipeNames } from './ask.ts'
import { type Asker, askerOf, everybody, type Named, ownersOf } from './asker.ts'
import { openPages } from './pages.ts'
import { similarTexts } from './reason-text.ts'
import type { Recommender } from './recommend.ts'
import { type SectionLists, sectionLists } from './section-lists.ts'

export type Answer =
  | {
      readonly kind: 'list'
      readonly slate: Slate
      /** What was asked, with the surface's defaults. */
      readonly ask: Ask
      /** The same for everybody: it may be cached. */
      readonly public: boolean
    }
  | { readonly kind: 'refused'; readonly problem: ProblemKind; readonly detail: string }

interface SimilarAsk extends Named {
  readonly item: string
  readonly surface: string
  readonly n: number
  readonly language?: string | undefined
}

export interface Lists {
  recommend(caller: Caller, surface: string, ask: RecommendAsk & { language?: string | undefined }): Promise<Answer>
  rank(caller: Caller, surface: string, ask: RankAsk): Promise<Answer>
  /** The editors' sections that are live, each with its list. */
  sections(caller: Caller, ask: SectionsAsk & { readonly surface: string }): Promise<SectionLists>
  similar(caller: Caller, ask: SimilarAsk): Promise<Answer>
  next(caller: Caller, slate: string, device: string | undefined): Promise<Answer>
}

type SettingsOf = (surface: string) => Pick<SurfaceSettings, 'recipe' | 'defaults'>

export function openLists(kernel: Pick<Kernel, 'database'>, recommender: Recommender, settingsOf: SettingsOf): Lists {
  const pages = openPages(kernel, recommender)
  const joined = (surface: string, rules: Omit<RecommendAsk, keyof Named>): Ask => {
    const { recipe, defaults } = settingsOf(surface)
    return { ...defaults, recipe, ...sent(rules), surface, n: rules.n ?? defaults.n ?? defaultSlate }
  }
  return {
    async recommend(caller, surface, { reader, device, history, ...rules }) {
      const asker = askerOf(caller, { ...rules, reader, device, history }, surface)
      if (asker.kind === 'refused') return asker
      const ask = joined(surface, rules)
      const wrong = wrongRecipe(ask)
      if (wrong !== null) return wrong
      const slate = await pages.first(ask, asker.audience, asker.owner)
      return { kind: 'list', slate, ask, public: asker.owner === everybody && asker.audience.kind === 'anonymous' }
    },
    async rank(caller, surface, { reader, device, history, items, ...rules }) {
      const asker = askerOf(caller, { ...rules, reader, device, history }, surface)
      if (asker.kind === 'refused') return asker
      // Chance has no place in a list that somebody wants in order, unless it is asked for.
      const ask = { exploration: 0, ...joined(surface, rules), given: items, n: items.length, pins: undefined }
      const wrong = wrongRecipe(ask)
      if (wrong !== null) return wrong
      const slate = await recommender.recommend(ask, asker.audience)
      return { kind: 'list', slate, ask, public: false }
    },
    sections: (caller, ask) => sectionLists({ recommender, settingsOf }, caller, ask),
    async similar(caller, { item, surface, n, language, ...named }) {
      const asker: Asker = askerOf(caller, named, surface)
      if (asker.kind === 'refused') return asker
      const items = recommender.view(surface)?.served.catalogue.items
      if (items !== undefined && items.row(item) < 0) {
        return { kind: 'refused', problem: 'not-found', detail: `No item has the id "${item}".` }
      }
      const ask: Ask = { surface, recipe: 'similar', n, language, similarTo: item }
      const slate = await pages.first(ask, asker.audience, asker.owner)
      return { kind: 'list', slate: worded(slate, ask), ask, public: asker.audience.kind === 'anonymous' }
    },
    async next(caller, id, device) {
      const refusal = refusalOf(caller, { scope: 'recommend' })
      if (refusal !== null) return { kind: 'refused', ...refusal }
      const found = await pages.next(id, ownersOf(caller, device))
      switch (found.kind) {
        case 'page':
          return { kind: 'list', slate: worded(found.slate, found.ask), ask: found.ask, public: false }
        case 'not-found':
          return {
            kind: 'refused',
            problem: 'not-found',
            detail: 'No slate of yours has this id, or it is no longer kept. Ask for a new list.',
          }
        case 'gone':
          return { kind: 'refused', problem: 'gone', detail: found.detail }
      }
    },
  }
}

const worded = (slate: Slate, ask: Ask): Slate => (ask.similarTo === undefined ? slate : similarTexts(slate))

/** What a request leaves out must not hide what the surface says. */
const sent = <T extends object>(rules: T): T =>
  Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined)) as T

function wrongRecipe({ recipe }: Ask): Answer | null {
  if (recipe === undefined || recipeNames.has(recipe)) return null
  const detail = `recipe: there is no "${recipe}"; known: ${[...recipeNames].join(', ')}.`
  return { kind: 'refused', problem: 'invalid', detail }
}

// The recipes in words: what each stage does and its published numbers, for people who want to know why.
import type { Recipe } from '@lectern/engine/pipeline/stage.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { RecipeCard } from '@lectern/protocol/rest/surfaces.ts'

const words: Readonly<Record<string, string>> = {
  corpus: 'Proposes what the editors chose, in their order',
  sections: 'Proposes what stands in the editors’ sections',
  popular: 'Proposes what most is read now',
  similar: 'Proposes what is read by those who read what this reader read',
  'session neighbours': 'Proposes what others read next in visits like this one',
  'followed topics': 'Proposes the newest of the topics this reader follows',
  fresh: 'Proposes the newest',
  resurfaced: 'Proposes what was saved and not yet opened',
  exploration: 'Proposes what is new and hardly shown yet',
  given: 'The list that the caller gave',
  'same topic': 'Proposes what is read most of the same topics',
  'personal value': 'What it is worth to this reader: by history, popularity and freshness',
  'popular value': 'What it is worth to readers in general: by popularity and freshness',
  'segment value': 'What it is worth to readers with these interests: by topics, and popularity there',
  'click rate': 'What it is worth by how often it is opened when it is shown',
  relevance: 'What it is worth to this reader: by history, visits of others, popularity and freshness',
  'editorial value': 'The editors’ order',
  'minimum relevance': 'Leaves out what is worth too little beside the best',
  boosts: 'Raises or lowers what the request names',
  rotation: 'Lowers what this reader was shown lately',
  'avoid paywall': 'Lowers what asks for payment, for readers who avoid that',
  'one of each story': 'Keeps one of several items that tell the same story',
  spread: 'Puts apart what has the same publisher or topic',
  mmr: 'Trades worth for difference from what stands above',
  dpp: 'Looks for the list that is worth most and differs most as a whole',
  calibrate: 'Keeps the topics of the list in the shares of what this reader reads',
  quotas: 'Chooses the items so that quotas, promotions and pins are kept',
  slots: 'Gives slots: pins, promotions, publishers apart, and some to chance, to find out about what is not known yet',
  explore: 'Leaves some slots to chance, to find out about what is not known yet',
}

export const recipeCards = (): readonly RecipeCard[] => recipes.map(cardOf)

function cardOf(recipe: Recipe): RecipeCard {
  const kinds = [
    ['filter', recipe.filters],
    ['source', recipe.sources],
    ['scorer', recipe.scorers],
    ['rerank', recipe.rerank],
  ] as const
  const stages = kinds.flatMap(([kind, all]) =>
    all.map((stage) => ({
      kind,
      name: stage.name,
      about: aboutOf(stage),
      weights: 'weights' in stage ? (stage.weights ?? {}) : {},
    })),
  )
  return { name: recipe.name, version: recipe.version, stages }
}

const aboutOf = (stage: { readonly name: string; readonly reason?: string }): string =>
  stage.reason === undefined ? (words[stage.name] ?? stage.name) : `Leaves out what is ${stage.reason}`

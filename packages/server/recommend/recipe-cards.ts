// The recipes in words: what each stage does and its published numbers, for people who want to know why.
import type { Recipe } from '@lectern/engine/pipeline/stage.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { RecipeCard } from '@lectern/protocol/rest/surfaces.ts'

const words: Readonly<Record<string, string>> = {
  corpus: 'Proposes what the editors chose, in their order',
  popular: 'Proposes what most is read now',
  similar: 'Proposes what is read by those who read what this reader read',
  fresh: 'Proposes the newest',
  'same topic': 'Proposes what is read most of the same topics',
  'personal value': 'What it is worth to this reader: by history, popularity and freshness',
  'popular value': 'What it is worth to readers in general: by popularity and freshness',
  'editorial value': 'The editors’ order',
  spread: 'Puts apart what has the same publisher or topic',
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
    all.map((stage) => ({ kind, name: stage.name, about: aboutOf(stage), weights: {} })),
  )
  return { name: recipe.name, version: recipe.version, stages }
}

const aboutOf = (stage: { readonly name: string; readonly reason?: string }): string =>
  stage.reason === undefined ? (words[stage.name] ?? stage.name) : `Leaves out what is ${stage.reason}`

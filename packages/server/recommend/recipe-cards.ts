// The recipes in words: what each stage does and its published numbers, for people who want to know why.
import type { Recipe } from '@lectern/engine/pipeline/stage.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { RecipeCard } from '@lectern/protocol/rest/surfaces.ts'

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

const aboutOf = (stage: { readonly name: string; readonly about?: string; readonly reason?: string }): string =>
  stage.reason === undefined ? (stage.about ?? stage.name) : `Leaves out what is ${stage.reason}`

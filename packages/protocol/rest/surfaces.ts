// Places where lists appear, and the recipes that make them, by name.
import { z } from 'zod'
import { listRules } from './asks.ts'
import { surfaceName } from './keys.ts'

const origin = z
  .string()
  .max(255)
  .regex(
    /^https?:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?$/,
    'an origin as browsers send it: scheme, host and port, nothing after, such as https://news.example',
  )

export const surfaceSettings = z.strictObject({
  recipe: z.string().min(1).max(64).default('home').describe('A name of GET /v1/recipes.'),
  defaults: listRules.omit({ recipe: true }).default({}).describe('What a request does not say itself.'),
  origins: z
    .array(origin)
    .max(50)
    .default([])
    .describe('Origins of pages that may use publishable keys of this surface.'),
})
export type SurfaceSettings = z.infer<typeof surfaceSettings>

export const surface = surfaceSettings
  .extend({
    name: surfaceName,
    origins: surfaceSettings.shape.origins.unwrap().optional().describe('Told to those who may change it.'),
  })
  .meta({ id: 'Surface' })
export type Surface = z.infer<typeof surface>
export const surfaceList = z.object({ surfaces: z.array(surface) })

const recipe = z
  .object({
    name: z.string(),
    version: z.string().describe('Changes with every stage and weight; it is logged with each slate.'),
    stages: z
      .array(
        z.object({
          kind: z.enum(['filter', 'source', 'scorer', 'rerank']),
          name: z.string(),
          about: z.string().describe('What it does, in words.'),
          weights: z.record(z.string(), z.number()).describe('Its published numbers.'),
        }),
      )
      .describe('In the order in which they run; the first scorer with something to go by decides.'),
  })
  .meta({ id: 'Recipe' })
export type RecipeCard = z.infer<typeof recipe>
export const recipeList = z.object({ recipes: z.array(recipe) })

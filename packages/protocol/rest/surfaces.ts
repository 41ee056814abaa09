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

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'there is no such time zone; an IANA name is right, such as Europe/Berlin')

export const surfaceSettings = z.strictObject({
  recipe: z.string().min(1).max(64).default('home').describe('A name of GET /v1/recipes.'),
  defaults: listRules.omit({ recipe: true }).default({}).describe('What a request does not say itself.'),
  origins: z
    .array(origin)
    .max(50)
    .default([])
    .describe('Origins of pages that may use publishable keys of this surface.'),
  timeZone: timeZone.default('UTC').describe('Where the days of its schedule are counted, an IANA name.'),
  publishHour: z
    .int()
    .min(0)
    .max(23)
    .default(0)
    .describe('The hour there at which the next day’s schedule is shown; sections begin and end at it too.'),
  leadHours: z
    .int()
    .min(0)
    .max(168)
    .default(14)
    .describe('How long before that hour a model’s proposal must come, and a person’s should.'),
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

/** Whether computers that know the world's time zones know this one. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false // a RangeError is how Intl says that there is none
  }
}

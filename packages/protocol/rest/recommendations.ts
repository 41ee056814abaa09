// One served list (a slate): what was asked, what was answered, and why.
import { z } from 'zod'
import { item } from './items.ts'

export const maxSlate = 100
export const defaultSlate = 30
/** How many history items an answer names as causes; the rest is one number. */
export const namedCauses = 5

export const recommendationsQuery = z.object({
  surface: z.string().min(1).max(64).default('home'),
  n: z.coerce.number().int().min(1).max(maxSlate).optional().describe('30, where the surface says nothing else.'),
  language: z.string().min(2).max(35).optional().describe('Only items in this language.'),
})

export const recommendationsBody = z.strictObject({
  surface: z.string().min(1).max(64).default('home'),
  n: z.int().min(1).max(maxSlate).default(defaultSlate),
  language: z.string().min(2).max(35).optional(),
  history: z
    .array(z.strictObject({ item: z.string().min(1).max(256), at: z.int().min(0).optional() }))
    .max(500)
    .default([])
    .describe('What this anonymous reader opened, oldest first. Used for this answer and not kept.'),
})
export type RecommendationsBody = z.input<typeof recommendationsBody>

const reasonKinds = ['because-you-read', 'popular', 'popular-in-topic', 'fresh', 'editors-choice', 'explore'] as const
const rungs = ['personal', 'segment', 'popular', 'editorial', 'stored'] as const

const reason = z.object({
  kind: z.enum(reasonKinds),
  text: z.string().describe('A sentence for the reader.'),
  because: z
    .array(z.object({ item: z.string(), title: z.string().nullable(), contribution: z.number() }))
    .describe('The history items that caused most of the score, largest contribution first.'),
  others: z
    .number()
    .describe('What all other history items contributed; `because`, `others` and `base` sum to the score.'),
  base: z.number().describe('The part of the score that no history item caused (popularity, freshness).'),
  parts: z
    .array(z.object({ name: z.string(), contribution: z.number() }))
    .default([])
    .describe('`base` taken apart.'),
})

const recommendation = z.object({
  slot: z.int(),
  score: z.number(),
  item,
  reason,
  outcomes: z
    .object({
      open: z.number(),
      finish: z.number(),
      save: z.number(),
      like: z.number(),
      dismiss: z.number(),
      report: z.number(),
    })
    .optional()
    .describe('How likely each outcome is when the item is shown; times the priorities they make the score.'),
  propensity: z
    .number()
    .default(1)
    .describe(
      'The exact chance that this recipe puts this item into this slot, given the slots above; 1 without exploration.',
    ),
  sponsored: z
    .object({ by: z.string() })
    .optional()
    .describe('Somebody pays for this item to be shown: tell the reader who, wherever you show it.'),
})
export type Recommendation = z.infer<typeof recommendation>

export const slate = z
  .object({
    slate: z.uuid().describe('Send it back with each event.'),
    surface: z.string(),
    at: z.int().describe('Unix milliseconds.'),
    recipe: z.object({ name: z.string(), version: z.string() }),
    model: z.object({ name: z.string(), version: z.string() }).nullable(),
    priorities: z.string().optional().describe('Version of the priorities it was made with.'),
    rung: z.enum(rungs).describe('The step of the fallback ladder that answered.'),
    experiments: z
      .record(z.string(), z.string())
      .default({})
      .describe('Variation of each experiment this list took part in, by name of the experiment.'),
    previous: z.uuid().optional().describe('The slate that this one is the next page of.'),
    items: z.array(recommendation),
    leftOut: z
      .array(
        z.object({
          item: z.string(),
          why: z.enum(['unknown', 'not-allowed']),
          detail: z.string().describe('Such as: already seen or dismissed.'),
        }),
      )
      .optional()
      .describe('Of a list that the caller gave: what is not among the items, and why.'),
  })
  .meta({ id: 'Slate' })
export type Slate = z.infer<typeof slate>

/** The same list with what was asked for: some properties of each item, and as much of the reasons. */
export const shapedSlate = slate
  .extend({
    items: z.array(
      recommendation.extend({ item: item.partial().required({ id: true }), reason: reason.partial().optional() }),
    ),
  })
  .meta({ id: 'List' })
export type ShapedSlate = z.infer<typeof shapedSlate>

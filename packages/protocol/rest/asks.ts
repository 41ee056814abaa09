// What a surface may ask of a list. The same words are the defaults of a surface (surfaces.ts) and the body of a request.
import { z } from 'zod'
import { condition } from './conditions.ts'
import { item } from './items.ts'
import { maxSlate } from './recommendations.ts'

const maxGiven = 500
const maxBatch = 100
const maxWithout = 2000

const share = z.number().min(0).max(1)
const itemId = z.string().min(1).max(256)
const language = z.string().min(2).max(35)
const names = z.array(z.string().min(1).max(200)).max(500)

const name = z.string().min(1).max(64).optional().describe('For people and logs.')
const range = {
  min: z.int().min(0).max(maxSlate).optional(),
  max: z.int().min(0).max(maxSlate).optional(),
}
const isRange = ({ min, max }: { min?: number | undefined; max?: number | undefined }): boolean =>
  (min ?? max) !== undefined && (min ?? 0) <= (max ?? maxSlate)
const rangeMessage = { message: 'name min, max or both, min not above max' }
const quotaMessage =
  'must be {"each": "publisher", "max": 2} (publisher, topic, language or contentType) or {"when": a condition, "min": 1}, with min, max or both and min not above max'

const itemProperties = item.keyof().options
const explainLevels = ['off', 'words', 'exact'] as const
const fallbacks = ['popular', 'editorial', 'none'] as const

/** How the list is made. Everything may be left out: then the surface's defaults hold, then the recipe's. */
export const listRules = z.strictObject({
  n: z.int().min(1).max(maxSlate).optional().describe('How many items; 30 otherwise.'),
  recipe: z.string().min(1).max(64).optional().describe('A name of GET /v1/recipes, instead of the surface’s.'),
  languages: z.array(language).max(20).optional().describe('Only items in these languages (BCP 47).'),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166')
    .optional()
    .describe('Where the reader is, ISO 3166: what may be shown there, and what is read there.'),
  paywall: z.enum(['any', 'avoid', 'exclude']).optional().describe('What to do with items that ask for payment.'),
  filter: condition.optional().describe('Only items for which it holds.'),
  boosts: z
    .array(z.strictObject({ name, when: condition, factor: z.number().positive().max(100) }))
    .max(20)
    .optional()
    .describe('What an item is worth, times `factor` where the condition holds.'),
  promotions: z
    .array(z.strictObject({ name, when: condition, share }))
    .max(10)
    .refine((all) => all.reduce((sum, each) => sum + each.share, 0) <= 1 + 1e-9, {
      message: 'the shares of all promotions together are above 1',
    })
    .optional()
    .describe('`share` of the slots goes to items where the condition holds, as long as there are some.'),
  quotas: z
    .array(
      z.union(
        [
          z.strictObject({ name, when: condition, ...range }).refine(isRange, rangeMessage),
          z
            .strictObject({ each: z.enum(['publisher', 'topic', 'language', 'contentType']), ...range })
            .refine(isRange, rangeMessage),
        ],
        { error: quotaMessage },
      ),
    )
    .max(20)
    .optional()
    .describe(
      'How many items may (`max`, never broken) or should (`min`, as far as there are such) meet a condition, or have the same publisher, topic, language or content type.',
    ),
  pins: z
    .array(
      z.strictObject({
        item: itemId,
        slot: z
          .int()
          .min(0)
          .max(maxSlate - 1),
      }),
    )
    .max(20)
    .optional()
    .describe('Items put into a slot (from 0) whatever their worth, when this reader may be shown them.'),
  diversity: share.optional().describe('0: by worth alone; 1: as different from one another as possible.'),
  rotation: z
    .strictObject({
      rate: share,
      hours: z
        .number()
        .positive()
        .max(24 * 30),
    })
    .optional()
    .describe('What this reader was shown within `hours` loses up to `rate` of its worth, less the longer ago.'),
  exploration: share.optional().describe('Share of slots given to items of which little is known yet.'),
  minimumRelevance: share.optional().describe('Leaves out what is worth less than this share of the best item.'),
  fallback: z
    .enum(fallbacks)
    .optional()
    .describe('When nothing personal can be said: what is popular (default), the editors’ order, or no items at all.'),
  explain: z
    .enum(explainLevels)
    .optional()
    .describe(
      '`exact` (default): a sentence and contributions that sum to the score; `words`: the sentence; `off`: neither.',
    ),
  properties: z
    .array(z.enum(itemProperties))
    .optional()
    .describe('Properties of each item to return; `id` always, all otherwise.'),
})
export type ListRules = z.infer<typeof listRules>

/** For whom. At most one of reader, device and history; a signed-in reader needs none. */
const whose = {
  reader: z.string().min(1).max(128).optional().describe('Your id of the reader; with a secret key only.'),
  device: z.uuid().optional().describe('Anonymous device, as in its events.'),
  history: z
    .array(z.strictObject({ item: itemId, at: z.int().min(0).optional() }))
    .max(500)
    .optional()
    .describe(
      'What this reader opened, oldest first, for readers you keep to yourself. Used for this answer and not kept.',
    ),
  follows: z.strictObject({ topics: names }).optional().describe('Topics the reader follows.'),
  blocked: z
    .strictObject({ publishers: names.optional(), topics: names.optional(), items: names.optional() })
    .optional()
    .describe('What the reader does not want, beside what events told.'),
  without: z
    .array(itemId)
    .max(maxWithout)
    .optional()
    .describe(
      'Items on the page already. Paging by slate id does this for you; with a `history` of your own, send them.',
    ),
}
const oneOf = (body: { reader?: unknown; device?: unknown; history?: unknown }): boolean =>
  [body.reader, body.device, body.history].filter((each) => each !== undefined).length <= 1
const oneOfMessage = { message: 'send one of reader, device and history', path: ['reader'] }

const recommendShape = listRules.extend(whose)
export const recommendAsk = recommendShape.refine(oneOf, oneOfMessage).meta({ id: 'RecommendAsk' })
export type RecommendAsk = z.infer<typeof recommendAsk>

const rankShape = recommendShape.omit({ n: true, pins: true, without: true }).extend({
  items: z.array(itemId).min(1).max(maxGiven).describe('Ids of the items to put into this reader’s order.'),
})
export const rankAsk = rankShape.refine(oneOf, oneOfMessage).meta({ id: 'RankAsk' })
export type RankAsk = z.infer<typeof rankAsk>

export const sectionsAsk = recommendShape
  .pick({
    reader: true,
    device: true,
    history: true,
    follows: true,
    blocked: true,
    without: true,
    languages: true,
    region: true,
    paywall: true,
  })
  .extend({ n: z.int().min(1).max(20).default(6).describe('How many items of each section.') })
  .refine(oneOf, oneOfMessage)
  .meta({ id: 'SectionsAsk' })
export type SectionsAsk = z.infer<typeof sectionsAsk>

export const similarQuery = z.object({
  n: z.coerce.number().int().min(1).max(maxSlate).default(10),
  language: language.optional().describe('Only items in this language.'),
  surface: z.string().min(1).max(64).default('home'),
  reader: whose.reader,
  device: whose.device,
})

export const batchBody = z.strictObject({
  asks: z
    .array(
      z.discriminatedUnion('kind', [
        recommendShape.extend({ kind: z.literal('recommend'), surface: z.string().min(1).max(64) }),
        rankShape.extend({ kind: z.literal('rank'), surface: z.string().min(1).max(64) }),
        z.strictObject({
          kind: z.literal('similar'),
          item: itemId,
          surface: z.string().min(1).max(64).default('home'),
          n: z.int().min(1).max(maxSlate).default(10),
          language: language.optional(),
          reader: whose.reader,
          device: whose.device,
        }),
      ]),
    )
    .min(1)
    .max(maxBatch)
    .describe('Each is answered on its own, in this order; each counts against the rate.'),
})

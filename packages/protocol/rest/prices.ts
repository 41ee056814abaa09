// What rules cost, and what lists would be: answers of the Desk's priorities.
import { z } from 'zod'
import { surfaceName } from './keys.ts'
import { prioritiesDocument } from './priorities.ts'

const outcome = z.enum(['open', 'finish', 'save', 'like', 'dismiss', 'report'])
const interval = z.object({ mean: z.number(), low: z.number(), high: z.number() })
const estimates = z.object({
  modelled: interval.describe('What the model expects.'),
  offPolicy: interval.describe('What the log makes of it: doubly robust, by how often items were looked at.'),
})
const verdict = z.object({
  kind: z.enum(['priced', 'not-priced', 'changes-nothing']),
  words: z.string().describe('Whether the estimate from the log may be believed, and why.'),
})
const group = z.object({
  name: z.string().nullable(),
  seen: z.number().describe('Looks per 1,000 lists as they were served.'),
  seenMore: z.number(),
  opensMore: z.number(),
})

const price = z.object({
  rule: z.object({ kind: z.string(), name: z.string(), why: z.string().nullable() }),
  verdict,
  worth: estimates.describe('Change per 1,000 lists, with the rule minus without it, in opens of weight 1.'),
  outcomes: z.record(outcome, estimates),
  lists: z.int(),
  changed: z.int().describe('Lists in which the rule changes something.'),
  effectiveSampleSize: z.number(),
  support: z.number().describe('Share of what the rule moves that the log has seen often enough.'),
  payers: z.object({
    readers: z.array(z.object({ history: z.string(), lists: z.int(), worth: interval })),
    topics: z.array(group),
    publishers: z.array(group),
  }),
  tighter: z
    .object({ words: z.string(), worth: estimates, verdict })
    .nullable()
    .describe('What one step more of a quota would cost beside it.'),
})
export type RulePrice = z.infer<typeof price>

export const priceReport = z.object({
  version: z.string(),
  lists: z.int(),
  readers: z.int(),
  looks: z.boolean().describe('False: the log does not say which slots were looked at, so nothing is priced from it.'),
  whole: price.nullable().describe('The document against the one in force; null when they are the same.'),
  rules: z.array(price),
})
export type PriceReport = z.infer<typeof priceReport>

const shown = z.object({
  item: z.string(),
  title: z.string().nullable(),
  publisher: z.string().nullable(),
  topic: z.string().nullable(),
  sponsor: z.string().nullable(),
})
const metric = z.object({
  name: z.string(),
  about: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
})
const share = z.object({ name: z.string().nullable(), before: z.number(), after: z.number() })
export const previewReport = z.object({
  lists: z.array(
    z.object({ slate: z.string(), at: z.int(), history: z.int(), before: z.array(shown), after: z.array(shown) }),
  ),
  topics: z.array(share).describe('Share of slots.'),
  publishers: z.array(share).describe('Share of slots.'),
  metrics: z.array(metric),
})
export type PreviewReport = z.infer<typeof previewReport>

const surface = surfaceName.nullable().describe('null: the publication, whatever the surface.')
export const priceAsk = z.strictObject({
  surface: surfaceName.default('home').describe('Whose logged lists are replayed.'),
  for: surface.default(null).describe('Where the document is to be in force.'),
  document: prioritiesDocument,
  lists: z.int().min(1).max(1000).default(150),
})
export const previewAsk = priceAsk.omit({ lists: true })

const reason = z.string().trim().min(3).max(500).describe('Why; kept with the release.')
const signature = { owner: z.string().trim().min(1).max(100).describe('Who answers for it.'), reason }
export const publishBody = z.strictObject({
  surface,
  document: prioritiesDocument,
  rollout: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('everybody') }),
    z.strictObject({ kind: z.literal('percent'), percent: z.number().min(0.1).max(99.9) }),
    z.strictObject({
      kind: z.literal('arm'),
      experiment: z.string().trim().min(1).max(64),
      percent: z.number().min(0.1).max(99.9),
    }),
  ]),
  ...signature,
})
export const backBody = z.strictObject({ surface, ...signature })

const release = z.object({
  id: z.int(),
  surface: surfaceName.nullable(),
  action: z.enum(['publish', 'percent', 'arm', 'back']),
  base: z.string().nullable().describe('Version that everybody has; null: none of its own.'),
  trial: z.string().nullable().describe('Version that a share of the readers has.'),
  share: z.number().nullable(),
  experiment: z.string().nullable(),
  restored: z.int().nullable(),
  owner: z.string(),
  reason: z.string(),
  madeByName: z.string(),
  at: z.int(),
})
export const prioritiesState = z.object({
  surface: surfaceName.nullable(),
  document: prioritiesDocument.describe('Of this place itself; empty where it has none.'),
  joined: prioritiesDocument.describe('With what the publication says where this place says nothing.'),
  version: z.string().nullable(),
  trial: z
    .object({ document: prioritiesDocument, version: z.string(), share: z.number(), experiment: z.string().nullable() })
    .nullable(),
  releases: z.array(release).describe('Newest first.'),
  surfaces: z.array(z.string()),
})
export type PrioritiesState = z.infer<typeof prioritiesState>
export const published = release

// Prospects at the Desk: the queue, decisions about them, and taking decisions back.
import { z } from 'zod'
import { topicIds } from './items.ts'
import { surfaceName } from './keys.ts'

const prospectSources = ['feed', 'saves', 'person', 'model'] as const
const prospectStates = ['waiting', 'later', 'approved', 'rejected', 'dismissed'] as const
/** What there may be to warn of, in the order of weight. */
export const warningKinds = [
  'duplicate',
  'excluded',
  'paywall',
  'clickbait',
  'untrusted',
  'topic',
  'incomplete',
  'source',
] as const

const rejectReasons = [
  'PAYWALL',
  'POLITICAL_OPINION',
  'OFFENSIVE_MATERIAL',
  'TIME_SENSITIVE',
  'MISINFORMATION',
  'PUBLISHER_QUALITY',
  'PUBLISHER_REQUEST',
  'COMMERCIAL',
  'OTHER',
] as const
export type RejectReason = (typeof rejectReasons)[number]

const warning = z.object({
  kind: z.enum(warningKinds),
  text: z.string().describe('In words.'),
  other: z
    .object({ id: z.string(), title: z.string(), url: z.string(), state: z.string() })
    .optional()
    .describe('Of a duplicate: what tells the same.'),
})
export type Warning = z.infer<typeof warning>

export const prospect = z
  .object({
    id: z.string().describe('The one that its item has or will have.'),
    url: z.string(),
    source: z.enum(prospectSources),
    sourceDetail: z.string().nullable(),
    surface: z.string().nullable().describe('For which it was proposed; null: for any.'),
    title: z.string(),
    excerpt: z.string().nullable(),
    opening: z.string().nullable().describe('The first 1,500 characters of its text.'),
    language: z.string().nullable(),
    publisher: z.string().nullable(),
    domain: z.string(),
    authors: z.array(z.string()),
    topic: z.string().nullable(),
    topicConfidence: z.number().nullable(),
    topicBy: z.enum(['model', 'person']).nullable(),
    minutes: z.int().nullable(),
    imageUrl: z.string().nullable(),
    publishedAt: z.int().nullable(),
    contentType: z.string(),
    paywalled: z.boolean(),
    clickbait: z.number().nullable(),
    value: z.number().nullable().describe('What approving it is expected to be worth.'),
    warnings: z.array(warning),
    state: z.enum(prospectStates),
    laterUntil: z.int().nullable(),
    foundAt: z.int(),
  })
  .meta({ id: 'Prospect' })
export type Prospect = z.infer<typeof prospect>

const text = z.string().min(1).max(200)
/** Which prospects are meant. */
const prospectFilter = z.object({
  source: z.enum(prospectSources).optional(),
  topic: text.optional().describe('A topic id, or `none`.'),
  publisher: text.optional(),
  domain: text.optional(),
  language: z.string().min(2).max(35).optional(),
  surface: surfaceName.optional(),
  warning: z.enum(warningKinds).or(z.literal('any')).or(z.literal('none')).optional(),
  age: z.enum(['day', 'week', 'older']).optional().describe('Since it was published, else found.'),
  q: text.optional().describe('Words of title, excerpt and publisher.'),
})
export type ProspectFilter = z.infer<typeof prospectFilter>

export const prospectQuery = prospectFilter.extend({
  state: z.enum(['waiting', 'later']).default('waiting'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

const evidence = z.object({
  id: z.int(),
  source: z.string().describe('Who says so.'),
  claim: z.string().describe('What it is about.'),
  value: z.string(),
  date: z.string().nullable().describe('YYYY-MM-DD.'),
  licence: z.string().nullable(),
  url: z.string().nullable(),
})
export const publisher = z
  .object({
    domain: z.string(),
    name: z.string(),
    aliases: z.array(z.string()),
    state: z.enum(['trusted', 'excluded', 'unknown']),
    because: z
      .enum(['person', 'schedule'])
      .nullable()
      .describe('Trusted since an item of it was scheduled on a past day, or by a person.'),
    paywalled: z.boolean(),
    evidence: z.array(evidence),
    waiting: z.int().describe('Prospects in the queue.'),
    approved: z.int(),
    rejected: z.int(),
  })
  .meta({ id: 'Publisher' })
export type Publisher = z.infer<typeof publisher>

export const prospectPage = z.object({
  prospects: z.array(prospect),
  publishers: z.array(publisher).describe('Of these prospects.'),
  next: z.string().nullable().describe('`cursor` of the next page.'),
})
export type ProspectPage = z.infer<typeof prospectPage>

const counts = z.array(z.object({ id: z.string(), count: z.int() }))
export const queueSummary = z.object({
  waiting: z.int(),
  later: z.int(),
  doneToday: z.int().describe('Decisions of this editor in the last 24 hours that stand.'),
  sources: counts,
  topics: counts,
  languages: counts,
  publishers: counts.describe('By domain; the 30 with the most.'),
  surfaces: counts,
})
export type QueueSummary = z.infer<typeof queueSummary>

/** What is not named stays as it is. */
export const prospectPatch = z.strictObject({
  title: z.string().trim().min(2).max(255).optional(),
  excerpt: z.string().trim().min(20).max(2000).optional(),
  topic: z.enum(topicIds).optional(),
  authors: z.array(z.string().trim().min(1).max(200)).min(1).max(50).optional(),
  publisher: z.string().trim().min(1).max(200).optional(),
  language: z.string().min(2).max(35).optional(),
  imageUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
  paywalled: z.boolean().optional(),
})
export type ProspectPatch = z.infer<typeof prospectPatch>

const comment = z.string().trim().max(100).optional()
export const rejection = {
  reason: z.enum(rejectReasons),
  comment: comment.describe('At most 100 characters; OTHER needs one.'),
}
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD')

export const decisionBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('approve'),
    patch: prospectPatch.optional(),
    timeSensitive: z.boolean().optional(),
    schedule: z.strictObject({ surface: surfaceName, day }).optional().describe('Puts it on that board as well.'),
  }),
  z.strictObject({ kind: z.literal('reject'), ...rejection }),
  z.strictObject({ kind: z.literal('dismiss') }),
  z.strictObject({ kind: z.literal('later'), until: z.int().describe('Unix milliseconds; then it is back.') }),
])
export type DecisionBody = z.infer<typeof decisionBody>

export const decided = z.object({
  decision: z.string().describe('To take it back: POST /v1/desk/decisions/{id}/undo.'),
  prospect: z.string(),
  item: z.string().nullable().describe('The item it became.'),
  state: z.enum(prospectStates),
})
export type Decided = z.infer<typeof decided>

export const decisionList = z.object({
  decisions: z.array(
    z.object({
      id: z.string(),
      prospect: z.string(),
      title: z.string(),
      kind: z.enum(['approve', 'reject', 'dismiss', 'later', 'restore']),
      at: z.int(),
      undone: z.boolean(),
    }),
  ),
})

export const bulkBody = z.strictObject({
  of: z.enum(['prospects', 'corpus']).describe('What waits, or what is approved.'),
  filter: prospectFilter.refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: 'name at least one filter: everything at once is never meant',
  }),
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('reject'), ...rejection }),
    z.strictObject({ kind: z.literal('dismiss') }),
    z.strictObject({ kind: z.literal('later'), until: z.int() }),
  ]),
  token: z.string().max(100).optional().describe('Of the dry run; without it nothing is changed.'),
})
export type BulkBody = z.infer<typeof bulkBody>

export const bulkAnswer = z.object({
  done: z.boolean().describe('false: this was the dry run.'),
  count: z.int(),
  titles: z.array(z.string()).describe('The first ten.'),
  publishers: counts,
  token: z.string().nullable().describe('Send the same again with it to do it, as long as the same would be meant.'),
  decisions: z.array(z.string()).describe('To take each back.'),
})
export type BulkAnswer = z.infer<typeof bulkAnswer>

export const viewBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  filters: prospectFilter,
})
export const view = z.object({ id: z.string(), name: z.string(), filters: prospectFilter })
export type View = z.infer<typeof view>
export const viewList = z.object({ views: z.array(view) })

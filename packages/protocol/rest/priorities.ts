// What the publication asks of every list: how much each outcome is worth beside an open, and rules that no request undoes.
// One document for the publication and one per surface that wants another. docs/guide/priorities.md explains it.
import { z } from 'zod'
import { type Condition, condition } from './conditions.ts'
import { maxSlate } from './recommendations.ts'

const weight = (about: string) => z.number().min(-1000).max(1000).describe(about)
const share = z.number().min(0).max(1)
const itemId = z.string().min(1).max(256)
const slot = z
  .int()
  .min(0)
  .max(maxSlate - 1)
  .describe('From 0.')
const named = {
  name: z.string().min(1).max(64).describe('For people, logs and prices; no other rule of its kind has it.'),
  why: z.string().max(500).optional().describe('For whoever reads the document later.'),
}
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a day such as 2026-12-01 (midnight UTC) or a time with its zone such as 2026-12-01T08:00:00+01:00',
})
const dated = {
  from: moment.optional().describe('From this moment on; at once without it.'),
  until: moment.optional().describe('Up to this moment, which is not part of it; for ever without it.'),
}
const inOrder = ({ from, until }: { from?: string | undefined; until?: string | undefined }): boolean =>
  from === undefined || until === undefined || Date.parse(from) < Date.parse(until)
const orderMessage = { message: 'from must be before until', path: ['until'] }

/**
 * Topics that tell of health, convictions, money and family: what a reader reads of them never decides what a sponsor
 * shows. A document may name more.
 */
export const sensitiveTopics = ['health', 'government', 'finance', 'society', 'society-parenting'] as const

const outcomeWeights = z
  .strictObject({
    open: z.number().min(0).max(1000).describe('Worth of an open; the measure of the others.'),
    finish: weight('Worth of an item read to its end.'),
    save: weight('Worth of an item saved for later.'),
    like: weight('Worth of a like.'),
    dismiss: weight('Worth of an item sent away, usually below 0.'),
    report: weight('Worth of an item reported, usually far below 0.'),
  })
  .describe('Score of an item = sum over outcomes of this worth times the probability of the outcome when it is shown.')

const range = {
  min: z.int().min(1).max(maxSlate).optional().describe('As far as there are such items.'),
  max: z.int().min(0).max(maxSlate).optional().describe('Never broken.'),
}
const isRange = ({ min, max }: { min?: number | undefined; max?: number | undefined }): boolean =>
  (min ?? max) !== undefined && (min ?? 0) <= (max ?? maxSlate)
const quotaMessage =
  'must be {"name": …, "each": "publisher", "max": 2} (publisher, topic, language or contentType) or {"name": …, "when": a condition, "min": 1}, with min, max or both and min not above max'
const quota = z.union(
  [
    z.strictObject({ ...named, when: condition, ...range }).refine(isRange, quotaMessage),
    z
      .strictObject({ ...named, each: z.enum(['publisher', 'topic', 'language', 'contentType']), ...range })
      .refine(isRange, quotaMessage),
  ],
  { error: quotaMessage },
)

const asksOfReader = (when: Condition): boolean =>
  Object.entries(when).some(([key, value]) => {
    if (key === 'all' || key === 'any') return (value as Condition[]).some(asksOfReader)
    if (key === 'not') return asksOfReader(value as Condition)
    return typeof value === 'object' && value !== null && ('readBefore' in value || 'followed' in value)
  })
const sameForAll = {
  message: 'a block is the same for every reader: readBefore and followed have no place in it',
  path: ['when'],
}

const uniqueNames = (rules: readonly { readonly name: string }[]): boolean =>
  new Set(rules.map(({ name }) => name)).size === rules.length
const rules = <T extends z.ZodType<{ readonly name: string }>>(rule: T, most: number) =>
  z.array(rule).max(most).refine(uniqueNames, { message: 'two rules have the same name' }).optional()

export const prioritiesDocument = z
  .strictObject({
    outcomes: outcomeWeights.optional(),
    quotas: rules(quota, 20).describe('How many items of a list may or must meet a condition.'),
    pins: rules(z.strictObject({ ...named, item: itemId, slot, ...dated }).refine(inOrder, orderMessage), 20).describe(
      'Items that stand in a slot.',
    ),
    promotions: rules(z.strictObject({ ...named, when: condition, share, ...dated }).refine(inOrder, orderMessage), 5)
      .refine((all) => (all ?? []).reduce((sum, each) => sum + each.share, 0) <= 1 + 1e-9, {
        message: 'the shares of all promotions together are above 1',
      })
      .describe('Items that get a share of the slots.'),
    sponsored: rules(
      z
        .strictObject({
          ...named,
          sponsor: z.string().min(1).max(100).describe('Told to the reader wherever the item is shown.'),
          slot,
          items: z.array(itemId).min(1).max(20).optional().describe('The first that may be shown is.'),
          when: condition.optional().describe('Instead of items: the most popular for which it holds.'),
          ...dated,
        })
        .refine(inOrder, orderMessage)
        .refine(({ items, when }) => (items === undefined) !== (when === undefined), {
          message: 'name items or a condition, one of them',
          path: ['items'],
        }),
      5,
    ).describe('Slots that somebody paid for.'),
    blocks: rules(
      z.strictObject({ ...named, when: condition }).refine(({ when }) => !asksOfReader(when), sameForAll),
      50,
    ).describe('What is shown to nobody; blocks of the publication hold on every surface.'),
    exploration: share.optional().describe('Share of slots given to items of which little is known yet.'),
    diversity: share.optional().describe('0: by worth alone; 1: as different from one another as possible.'),
    publishersApart: z.int().min(1).max(20).optional().describe('Slots from an item to the next of its publisher.'),
    sensitiveTopics: z
      .array(z.string().min(1).max(64))
      .max(50)
      .optional()
      .describe(
        `What a reader reads of these never decides about sponsored slots, beside ${sensitiveTopics.join(', ')}.`,
      ),
  })
  .meta({ id: 'Priorities' })
export type PrioritiesDocument = z.infer<typeof prioritiesDocument>

export const prioritiesQuery = z.object({ surface: z.string().min(1).max(64).default('home') })

/** What everybody may know of it. */
export const priorities = z.object({
  outcomes: outcomeWeights,
  version: z.string().describe('Follows from the content; each slate names the one it was made with.'),
})

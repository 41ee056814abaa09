// The editor's mirror: what became of what an editor chose, what readers wanted and the corpus lacked, and what became of
// what models proposed. Totals only: what fewer readers did than a threshold is not told.
import { z } from 'zod'
import { surfaceName } from './keys.ts'

export const mostMirrorDays = 92
const date = z.iso.date()

export const mirrorQuery = z
  .object({
    surface: surfaceName.optional().describe('Only what was shown there.'),
    from: date.optional().describe('First day, in UTC; 28 days up to yesterday when left out.'),
    until: date.optional().describe('Last day, included.'),
    editor: z
      .string()
      .min(1)
      .max(200)
      .default('me')
      .describe('Id of an editor, `me` or `all`; others than `me` are for chief editors and analysts.'),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    message: 'the last day is before the first',
    path: ['until'],
  })

const few = 'null: fewer readers than the threshold, or none.'
const outcome = z.int().nullable().describe(few)

const effect = z
  .object({
    factor: z
      .number()
      .describe('Opens over what was to be expected at the same positions, drawn to 1; 1: as expected.'),
    low: z.number(),
    high: z.number().describe('Between these with a probability of 95 %.'),
  })
  .nullable()
  .describe(few)

const measures = {
  impressions: z.int(),
  readers: z.int().describe('How many saw it.'),
  opens: outcome.describe(`Impressions that were opened. ${few}`),
  expected: z.number().describe('Opens that impressions of that surface and slot have on average.'),
  effect,
  finishes: outcome,
  saves: outcome,
  dismissals: outcome,
  reports: outcome,
}

export const mirrorDimensions = ['item', 'section', 'publisher', 'editor', 'reason', 'maker'] as const
export type MirrorDimension = (typeof mirrorDimensions)[number]

const mirrorRow = z
  .object({ key: z.string(), name: z.string().describe('For people.'), ...measures })
  .meta({ id: 'MirrorRow' })
export type MirrorRow = z.infer<typeof mirrorRow>

const share = z.object({ share: z.number(), low: z.number(), high: z.number() })
const demandRow = z
  .object({
    topic: z.string(),
    wanted: share.describe('Of what readers opened, finished, saved or followed: the share of this topic.'),
    readers: z.int().describe('How many wanted it.'),
    ofImpressions: z.number().describe('Share of what was shown.'),
    ofStock: z.number().describe('Share of what can be shown.'),
    stock: z.int(),
    unmet: z.boolean().describe('Wanted more, beyond chance, than it is shown and than there is of it.'),
  })
  .meta({ id: 'DemandRow' })
export type DemandRow = z.infer<typeof demandRow>

const proposals = z.object({
  kind: z.enum(['schedule', 'section', 'prospect']),
  proposed: z.int(),
  accepted: z.int().describe('Reviewed with its board, enabled, approved.'),
  rejected: z.int().describe('Taken off or out, deleted, rejected or dismissed by a person.'),
  waiting: z.int(),
})

export const mirror = z
  .object({
    surface: z.string().nullable(),
    from: date,
    until: date,
    editor: z.string().describe('Id, or `all`.'),
    threshold: z.int().describe('Fewest readers a number is told of.'),
    chosen: z.int().describe('Items that were chosen, shown or not.'),
    total: mirrorRow.nullable().describe('null: too few readers saw anything of it.'),
    days: z.array(
      z.object({ day: date, impressions: z.int(), readers: z.int(), opens: outcome, expected: z.number(), effect }),
    ),
    dimensions: z.array(
      z.object({
        dimension: z.enum(mirrorDimensions),
        rows: z.array(mirrorRow).describe('Most impressions first.'),
        hidden: z.int().describe('Rows that too few readers saw.'),
        more: z.int().describe('Rows beyond the first 50.'),
      }),
    ),
    demand: z.array(demandRow).describe('Most wanted beyond stock first; from all readers.'),
    proposals: z.array(proposals),
  })
  .meta({ id: 'Mirror' })
export type Mirror = z.infer<typeof mirror>

// Sections: an editorial grouping on a surface, made by a person or proposed by a model.
import { z } from 'zod'
import { sectionRemovalReasons } from './desk-words.ts'
import { item } from './items.ts'
import { surfaceName } from './keys.ts'
import { slate } from './recommendations.ts'
import { comment, day } from './schedule.ts'

const sectionStatuses = ['SCHEDULED', 'DISABLED', 'LIVE', 'EXPIRED'] as const
export type SectionStatus = (typeof sectionStatuses)[number]

export const mostInSection = 100
const sources = ['person', 'model'] as const
const itemId = z.string().min(1).max(256)
const title = z.string().trim().min(1).max(200)
const subtitle = z.string().trim().max(500).nullable()

const fields = {
  title,
  subtitle: subtitle.default(null),
  firstDay: day.nullable().default(null).describe('The first day on which it is shown; null: at once.'),
  lastDay: day.nullable().default(null).describe('The last day on which it is shown, that day included; null: no end.'),
  followable: z.boolean().default(true),
  allowAds: z.boolean().default(true),
  iab: z.array(z.string().min(1).max(20)).max(20).default([]).describe('Codes of the IAB content taxonomy 3.0.'),
}
const inOrder = (dates: { firstDay?: string | null | undefined; lastDay?: string | null | undefined }): boolean =>
  dates.firstDay == null || dates.lastDay == null || dates.firstDay <= dates.lastDay
const orderMessage = { message: 'the last day is before the first', path: ['lastDay'] }

export const newSection = z
  .strictObject({
    surface: surfaceName,
    ...fields,
    enabled: z.boolean().default(true),
    items: z.array(itemId).max(mostInSection).default([]),
  })
  .refine(inOrder, orderMessage)
export type NewSection = z.infer<typeof newSection>

/** What is left out stays as it is. */
export const sectionChange = z
  .strictObject({
    title,
    subtitle,
    firstDay: day.nullable(),
    lastDay: day.nullable(),
    followable: z.boolean(),
    allowAds: z.boolean(),
    iab: z.array(z.string().min(1).max(20)).max(20),
    enabled: z.boolean(),
    rank: z.int().min(0).max(1000).describe('Its place among the sections of the surface, from 0.'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { message: 'name what changes' })
export type SectionChange = z.infer<typeof sectionChange>

const rank = z.int().min(0).max(mostInSection).describe('From 0; beyond the end is the end.')
export const newSectionItem = z.strictObject({ item: itemId, rank: rank.optional() })
export const sectionItemMove = z.strictObject({ rank })
export const sectionItemRemoval = z.strictObject({ reason: z.enum(sectionRemovalReasons), comment })
export type SectionItemRemoval = z.infer<typeof sectionItemRemoval>

const sectionItem = z.object({
  rank: z.int(),
  item,
  source: z.enum(sources),
  by: z.string(),
  at: z.int(),
  shown: z.boolean().describe('false: it was taken down and is in no list.'),
})

export const section = z
  .object({
    id: z.string().describe('What readers follow; it never changes, also when the title does.'),
    surface: z.string(),
    title: z.string(),
    subtitle: z.string().nullable(),
    source: z.enum(sources),
    status: z.enum(sectionStatuses),
    enabled: z.boolean(),
    firstDay: day.nullable(),
    lastDay: day.nullable(),
    followable: z.boolean(),
    allowAds: z.boolean(),
    iab: z.array(z.string()),
    rank: z.int(),
    by: z.string(),
    updatedAt: z.int(),
    items: z.array(sectionItem),
    removed: z
      .array(
        z.object({
          item,
          reason: z.enum(sectionRemovalReasons),
          comment: z.string().nullable(),
          by: z.string(),
          at: z.int(),
        }),
      )
      .describe('What people took out; no model puts it back.'),
  })
  .meta({ id: 'Section' })
export type Section = z.infer<typeof section>
export const sectionList = z.object({ surface: z.string(), today: day, sections: z.array(section) })
export type SectionList = z.infer<typeof sectionList>
export const sectionsQuery = z.object({ surface: surfaceName })

/** What a surface shows of its live sections to one reader. */
const shownSection = z
  .object({
    id: z.string().describe('The name of the section in events `follow` and `block`.'),
    title: z.string(),
    subtitle: z.string().nullable(),
    followable: z.boolean(),
    allowAds: z.boolean(),
    followed: z.boolean(),
    list: slate,
  })
  .meta({ id: 'ShownSection' })
export type ShownSection = z.infer<typeof shownSection>
export const shownSections = z.object({ surface: z.string(), sections: z.array(shownSection) })
export type ShownSections = z.infer<typeof shownSections>

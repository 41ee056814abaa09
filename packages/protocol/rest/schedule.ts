// The schedule: what a surface shows on a day, in the editors' order.
import { z } from 'zod'
import { mostCommentLength, removalReasons, scheduleReasons } from './desk-words.ts'
import { item } from './items.ts'
import { surfaceName } from './keys.ts'

export const mostPerDay = 200

export const day = z.iso.date().describe('A day of the surface’s own time zone, such as 2026-03-29.')
export const comment = z.string().trim().max(mostCommentLength).nullable().default(null)
const itemId = z.string().min(1).max(256)
const rank = z.int().min(0).max(mostPerDay).describe('From 0; beyond the end is the end.')

export const boardQuery = z.object({ surface: surfaceName, day: day.optional().describe('Today, when left out.') })
export const newEntry = z.strictObject({
  surface: surfaceName,
  day,
  item: itemId,
  rank: rank.optional().describe('At the end when left out.'),
  reason: z.enum(scheduleReasons).nullable().default(null),
})
export type NewEntry = z.infer<typeof newEntry>
export const entryMove = z
  .strictObject({ day: day.optional(), rank: rank.optional() })
  .refine((move) => move.day !== undefined || move.rank !== undefined, {
    message: 'name a day, a rank or both',
  })
export type EntryMove = z.infer<typeof entryMove>
export const entryRemoval = z.strictObject({ reason: z.enum(removalReasons), comment })
export type EntryRemoval = z.infer<typeof entryRemoval>
export const dayCopy = z.strictObject({ surface: surfaceName, from: day, to: day })
export type DayCopy = z.infer<typeof dayCopy>
export const dayReview = z.strictObject({ surface: surfaceName, day, reviewed: z.boolean() })
export type DayReview = z.infer<typeof dayReview>

const sources = ['person', 'model'] as const
export type EntrySource = (typeof sources)[number]

const boardEntry = z
  .object({
    id: z.string(),
    rank: z.int(),
    item,
    source: z.enum(sources).describe('Who put it there.'),
    reason: z.enum(scheduleReasons).nullable(),
    by: z.string().describe('Name of the person or the model.'),
    at: z.int().describe('Unix milliseconds.'),
    timely: z.boolean().describe('true: it will be old soon; false: evergreen.'),
    shown: z.boolean().describe('false: it was taken down and is in no list.'),
    waits: z.boolean().describe('A model put it there: it is in no list before a person marks the board as reviewed.'),
  })
  .meta({ id: 'BoardEntry' })
export type BoardEntry = z.infer<typeof boardEntry>

const removedEntry = z.object({
  id: z.string(),
  item,
  reason: z.enum(removalReasons),
  comment: z.string().nullable(),
  by: z.string(),
  at: z.int(),
})

const counts = z.array(z.object({ name: z.string(), count: z.int() })).describe('Most first.')

export const board = z
  .object({
    surface: z.string(),
    day,
    today: day.describe('The day that the surface is on now.'),
    timeZone: z.string(),
    beginsAt: z.int().describe('When this day’s board is shown, Unix milliseconds.'),
    endsAt: z.int().describe('When the next day’s is.'),
    reviewed: z.object({ by: z.string(), at: z.int() }).nullable(),
    entries: z.array(boardEntry).describe('In the editors’ order.'),
    removed: z.array(removedEntry).describe('What was taken off this day; no model puts it back.'),
    counters: z.object({
      publisher: counts,
      topic: counts,
      language: counts,
      source: counts,
      time: counts.describe('evergreen, timely'),
    }),
    warnings: z.array(z.string()).describe('What the last change should make an editor think of; nothing was stopped.'),
  })
  .meta({ id: 'Board' })
export type Board = z.infer<typeof board>

export const changedBoard = z.object({ board, entry: z.string().describe('Id of the entry that changed.') })
export type ChangedBoard = z.infer<typeof changedBoard>

export const candidateQuery = z.object({ search: z.string().trim().max(200).default('') })
export const candidateList = z.object({ items: z.array(item) })
export type CandidateList = z.infer<typeof candidateList>

export const copiedDay = z.object({
  board,
  added: z.int(),
  skipped: z.array(z.object({ item: z.string(), title: z.string(), why: z.string() })),
})
export type CopiedDay = z.infer<typeof copiedDay>

// The corpus at the Desk: what was approved, rejected and waits, to search and to edit.
import { z } from 'zod'
import { auditRecord } from './audit.ts'
import { prospectPatch, publisher, rejection } from './desk-prospects.ts'
import { item } from './items.ts'

const corpusStates = ['approved', 'rejected', 'waiting'] as const

const corpusEntry = z
  .object({
    id: z.string(),
    state: z.enum(corpusStates),
    url: z.string().nullable(),
    title: z.string(),
    publisher: z.string().nullable(),
    domain: z.string(),
    topic: z.string().nullable(),
    language: z.string().nullable(),
    at: z.int().describe('Approved, rejected or found, Unix milliseconds.'),
    by: z.string().nullable().describe('Who decided, by name.'),
    reason: z.string().nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'CorpusEntry' })
export type CorpusEntry = z.infer<typeof corpusEntry>

const text = z.string().min(1).max(200)
export const corpusQuery = z.object({
  q: text.optional().describe('Words of title, excerpt, publisher and authors; the last may be a beginning.'),
  state: z.enum(corpusStates).optional(),
  topic: text.optional(),
  language: z.string().min(2).max(35).optional(),
  publisher: text.optional(),
  domain: text.optional(),
  reason: text.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type CorpusQuery = z.infer<typeof corpusQuery>

export const corpusPage = z.object({ entries: z.array(corpusEntry), next: z.string().nullable() })
export type CorpusPage = z.infer<typeof corpusPage>

export const corpusItem = item
  .extend({
    authors: z.array(z.string()),
    domain: z.string(),
    kind: z
      .enum(['recommendation', 'corpus'])
      .describe('`corpus`: found by search and in collections, recommended nowhere.'),
    timeSensitive: z.boolean(),
    syndicated: z.boolean(),
    isCollection: z.boolean(),
    paywalled: z.boolean(),
    source: z.string(),
    createdAt: z.int(),
    updatedAt: z.int(),
  })
  .meta({ id: 'CorpusItem' })
export type CorpusItem = z.infer<typeof corpusItem>

export const corpusPatch = prospectPatch.extend({
  timeSensitive: z.boolean().optional(),
  syndicated: z.boolean().optional(),
})
export type CorpusPatch = z.infer<typeof corpusPatch>

export const rejectBody = z.strictObject(rejection)

export const itemHistory = z.object({
  item: corpusItem.nullable().describe('null: it is not in the corpus now.'),
  history: z.array(auditRecord).describe('What was done with it, newest first; the last 100.'),
})
export type ItemHistory = z.infer<typeof itemHistory>

export const publisherQuery = z.object({
  q: text.optional().describe('Part of a name, an alias or a domain.'),
  state: z.enum(['trusted', 'excluded', 'unknown']).optional(),
  after: text.optional().describe('Domain of the last one of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const publisherPage = z.object({ publishers: z.array(publisher), next: z.string().nullable() })
export type PublisherPage = z.infer<typeof publisherPage>

/** What is not named stays as it is. A former name becomes an alias. */
export const publisherPatch = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  aliases: z.array(z.string().trim().min(1).max(200)).max(50).optional(),
  state: z.enum(['trusted', 'excluded', 'unknown']).optional(),
  paywalled: z.boolean().optional(),
})
export type PublisherPatch = z.infer<typeof publisherPatch>

export const evidenceBody = z.strictObject({
  source: z.string().trim().min(1).max(200).describe('Who says so.'),
  claim: z.string().trim().min(1).max(200).describe('What it is about: corrections policy, ownership, …'),
  value: z.string().trim().min(1).max(500),
  date: z.iso.date().nullable().optional(),
  licence: z.string().trim().max(100).nullable().optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
})
export type EvidenceBody = z.infer<typeof evidenceBody>

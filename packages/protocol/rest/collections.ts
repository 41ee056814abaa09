// Collections: a page of chosen stories with an introduction.
import { z } from 'zod'
import { collectionStatuses, partnerships } from './desk-words.ts'

const mostStories = 100
const authors = z.array(z.string().trim().min(1).max(200)).max(20)
const webAddress = z.url({ protocol: /^https?$/ }).max(2000)

const story = z.strictObject({
  url: webAddress,
  title: z.string().trim().min(1).max(255),
  excerpt: z.string().trim().max(1000).default(''),
  publisher: z.string().trim().max(200).nullable().default(null),
  imageUrl: webAddress.nullable().default(null),
  authors,
  item: z.string().min(1).max(256).nullable().default(null).describe('The item of the corpus, where it is one.'),
  fromPartner: z.boolean().default(false).describe('The partner wrote or chose it; readers are told.'),
})
export type CollectionStory = z.infer<typeof story>

export const slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens, such as summer-reading')

const partner = z.strictObject({
  kind: z.enum(partnerships),
  name: z.string().trim().min(1).max(200),
  url: webAddress.nullable().default(null),
})

/** The whole of it: nothing that an update leaves out can be lost, because an update that leaves something out is refused. */
export const collectionBody = z.strictObject({
  slug,
  title: z.string().trim().min(2).max(255),
  excerpt: z.string().trim().max(1000),
  intro: z.string().max(20_000).describe('Markdown; HTML in it is shown as text.'),
  imageUrl: webAddress.nullable(),
  language: z.string().min(2).max(35),
  status: z.enum(collectionStatuses),
  authors,
  partner: partner.nullable(),
  stories: z.array(story).max(mostStories).describe('In the order in which they are shown.'),
})
export type CollectionBody = z.infer<typeof collectionBody>

export const collection = collectionBody
  .extend({ id: z.string(), version: z.int(), by: z.string(), updatedAt: z.int(), publishedAt: z.int().nullable() })
  .meta({ id: 'Collection' })
export type Collection = z.infer<typeof collection>
export const collectionUpdate = collectionBody.extend({
  version: z.int().describe('The version that was edited; another’s change in between is not overwritten.'),
})

const collectionSummary = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  status: z.enum(collectionStatuses),
  partner: partner.nullable(),
  stories: z.int(),
  updatedAt: z.int(),
})
export type CollectionSummary = z.infer<typeof collectionSummary>
export const collectionList = z.object({ collections: z.array(collectionSummary) })

/** As readers get it. */
export const publicCollection = collectionBody
  .omit({ status: true })
  .extend({ publishedAt: z.int().nullable() })
  .meta({ id: 'PublicCollection' })
export type PublicCollection = z.infer<typeof publicCollection>

// An item (a document on the web) as a card needs it.
import { z } from 'zod'

/** The 16 topic ids of Mozilla Merino's curated-recommendations contract. */
export const topicIds = [
  'business',
  'career',
  'arts',
  'food',
  'health',
  'home',
  'finance',
  'government',
  'sports',
  'tech',
  'travel',
  'education',
  'hobbies',
  'society-parenting',
  'education-science',
  'society',
] as const
export const topicId = z.enum(topicIds)
export type TopicId = z.infer<typeof topicId>

export const item = z
  .object({
    id: z.string(),
    url: z.url().nullable(),
    title: z.string(),
    excerpt: z.string().nullable(),
    publisher: z.string().nullable(),
    topic: z.string().nullable().describe('One of the 16 topic ids, or what an imported data set calls its topic.'),
    language: z.string().nullable().describe('BCP 47.'),
    minutes: z.int().nullable().describe('Minutes to read.'),
    imageUrl: z.url().nullable(),
    publishedAt: z.int().nullable().describe('Unix milliseconds.'),
  })
  .meta({ id: 'Item' })
export type Item = z.infer<typeof item>

// The feeds of a publication: where most prospects come from.
import { z } from 'zod'

const time = z.int().nullable()

const feed = z
  .object({
    url: z.string().describe('Its address, which is also its id.'),
    title: z.string(),
    siteUrl: z.string().nullable(),
    folder: z.string().nullable(),
    language: z.string().nullable().describe('BCP 47.'),
    state: z.enum(['active', 'paused', 'gone']).describe('`gone`: its server said that it will not come back.'),
    nextAt: time.describe('When it is polled next, Unix milliseconds; null: not until somebody resumes it.'),
    polledAt: time,
    foundAt: time.describe('When it last brought something new.'),
    found: z.int().describe('Pages it brought so far.'),
    failures: z.int().describe('Polls in a row that failed.'),
    failedSince: time,
    problem: z.string().nullable().describe('What was wrong the last time.'),
    warnings: z.array(z.string()).describe('What its reader could not make sense of.'),
    subscribed: z.boolean().describe('A hub tells us what is new; polls only make sure.'),
    addedAt: z.int(),
  })
  .meta({ id: 'Feed' })
export type Feed = z.infer<typeof feed>

export const feedList = z.object({
  feeds: z.array(feed).describe('By folder and title.'),
  waitingPages: z.int().describe('Pages of new entries that are still to be fetched.'),
})
export type FeedList = z.infer<typeof feedList>

const address = z.string().min(1).max(4000)

export const newFeed = z.object({
  address: address.describe('Of the feed, or of a page that names one.'),
  folder: z.string().min(1).max(200).nullable().default(null),
})

export const feedRef = z.object({ url: address })
export const feedState = z.object({ url: address, state: z.enum(['active', 'paused']) })

export const addedFeed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), feed }),
  z.object({ kind: z.literal('known'), feed }),
  z.object({
    kind: z.literal('not-found'),
    why: z.enum(['address', 'refused', 'unreachable', 'no-feed']),
    detail: z.string().describe('For a person.'),
  }),
])
export type AddedFeed = z.infer<typeof addedFeed>

export const polledFeed = z.object({
  outcome: z
    .enum(['new', 'same', 'failed', 'gone', 'taken', 'paused'])
    .describe('`taken`: it is being polled already. `paused`: it is not polled until somebody resumes it.'),
  feed: feed.nullable().describe('As it is since; null when it moved to one that is listed already.'),
})
export type PolledFeed = z.infer<typeof polledFeed>

export const importedFeeds = z.object({
  listed: z.int().describe('Feeds in the file.'),
  added: z.int().describe('Those that were new.'),
  warnings: z.array(z.string()),
})
export type ImportedFeeds = z.infer<typeof importedFeeds>

export const typedAddress = z.object({ address })

export const foundProspect = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('added'),
    id: z.string(),
    url: z.string(),
    title: z.string(),
    warnings: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('known'),
    id: z.string(),
    url: z.string(),
    as: z.enum(['waiting', 'later', 'approved', 'rejected', 'dismissed']).describe('What became of it before.'),
  }),
  z.object({
    kind: z.literal('not-found'),
    why: z.enum(['address', 'refused', 'unreachable', 'unreadable']),
    detail: z.string().describe('For a person.'),
  }),
])
export type FoundProspect = z.infer<typeof foundProspect>

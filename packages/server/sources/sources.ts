// Where new items come from: the feeds this publication follows. They are listed here; polling them comes with the Desk.
import { readFile } from 'node:fs/promises'
import { type ListedFeed, readOpml } from '@lectern/content/feeds/opml.ts'
import { Failure, storageFailure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { insertFeeds } from './queries.ts'

const maxOpmlBytes = 16 * 1024 * 1024

interface FeedImport {
  readonly feeds: readonly ListedFeed[]
  readonly added: number
  readonly warnings: readonly string[]
}

/**
 * Lists the feeds of an OPML file; those that are known already stay as they are.
 * @throws Failure when the file cannot be read or names no feed.
 */
export async function importOpml(kernel: Kernel, path: string): Promise<FeedImport> {
  const bytes = await readFile(path).catch((cause) => {
    throw storageFailure(path, 'Reading', cause)
  })
  if (bytes.length > maxOpmlBytes)
    throw new Failure('data', `${path} has ${bytes.length} bytes; an OPML file has at most ${maxOpmlBytes}.`)
  const { feeds, warnings } = readOpml(bytes.toString('utf8'))
  if (feeds.length === 0) {
    throw new Failure('data', `${path} names no feed: ${warnings.join('; ')}.`, {
      advice: 'An OPML file has <outline type="rss" xmlUrl="https://…"/>.',
    })
  }
  const added = await insertFeeds(kernel.database.db, feeds, kernel.clock())
  return { feeds, added, warnings }
}

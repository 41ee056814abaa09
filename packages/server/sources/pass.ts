// One pass over what is due: feeds, then pages of new entries, in rounds until nothing is due or the time is over.
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchPage } from './fetch-page.ts'
import { politely } from './politely.ts'
import { type PollReach, pollFeed } from './poll-feed.ts'
import { selectDueFeeds, selectWaitingPages } from './queries.ts'

interface PassOptions {
  readonly signal?: AbortSignal
  /** After so long nothing further begins. */
  readonly passMs?: number
  /** Hosts asked at once. */
  readonly hosts?: number
  readonly pauseMs?: number
  readonly wait?: (ms: number) => Promise<unknown>
}

export interface Pass {
  /** By outcome. */
  readonly feeds: Readonly<Record<string, number>>
  readonly pages: Readonly<Record<string, number>>
}

const roundSize = 500

export async function pollDue(reach: PollReach, options: PassOptions = {}): Promise<Pass> {
  const { signal, passMs = 50_000, hosts = 8, pauseMs = 1000, wait = sleep } = options
  const { db } = reach.database
  const feeds: Record<string, number> = {}
  const pages: Record<string, number> = {}
  const until = reach.clock() + passMs
  const over = (): boolean => signal?.aborted === true || reach.clock() > until
  const told = async (counts: Record<string, number>, of: string, work: Promise<string>): Promise<void> => {
    const outcome = await work.catch((cause) => {
      reach.log.error({ err: cause, of }, 'polling failed')
      return 'broken'
    })
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  while (!over()) {
    const dueFeeds = await selectDueFeeds(db, reach.clock(), roundSize)
    const waiting = await selectWaitingPages(db, reach.clock(), roundSize)
    const begun = await politely(
      [
        ...dueFeeds.map((feed) => ({
          host: hostOf(feed.url),
          run: () =>
            told(
              feeds,
              feed.url,
              pollFeed(reach, feed).then(({ outcome }) => outcome),
            ),
        })),
        ...waiting.map((page) => ({ host: page.host, run: () => told(pages, page.url, fetchPage(reach, page)) })),
      ],
      { hosts, pauseMs, wait, over },
    )
    if (begun === 0) break
  }
  return { feeds, pages }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url)

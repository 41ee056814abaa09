// What an editor does with a feed: done at once, told in a toast, with a way back where there is one.
import type { Feed } from '@lectern/protocol/rest/feeds.ts'
import { failureOf } from '../../../state/failure.ts'
import { outcomeWords } from '../../../state/feed-words.ts'
import { feedsQuery, followFeed, pollFeed, removeFeed, setFeedState, showFeed } from '../../../state/feeds.ts'
import { online } from '../../../state/online.ts'
import { queryClient } from '../../../state/query-client.ts'
import { closeToast, showToast } from '../../../state/toasts.ts'

interface FeedWork {
  poll(feed: Feed): void
  /** Pauses it, or lets it be polled again. */
  toggle(feed: Feed): void
  remove(feed: Feed): void
}

export const feedWork: FeedWork = {
  poll: (feed) =>
    run(async () => {
      const waiting = showToast(`Polling ${feed.title} …`)
      const polled = await pollFeed(feed.url).finally(() => closeToast(waiting))
      showFeed(feed.url, polled.feed)
      showToast(`${feed.title}: ${outcomeWords(polled.outcome)}`)
    }),
  toggle: (feed) => run(() => setState(feed, feed.state === 'active' ? 'paused' : 'active')),
  remove: (feed) =>
    run(async () => {
      await removeFeed(feed.url)
      showFeed(feed.url, null)
      showToast(`${feed.title} is not followed any more`, () => run(() => followAgain(feed)))
    }),
}

async function setState(feed: Feed, state: 'active' | 'paused'): Promise<void> {
  const { feed: now } = await setFeedState(feed.url, state)
  showFeed(feed.url, now)
  const back = state === 'active' ? 'paused' : 'active'
  showToast(`${feed.title} is ${state === 'active' ? 'polled again' : 'paused'}`, () => run(() => setState(now, back)))
}

async function followAgain({ url, folder, title }: Feed): Promise<void> {
  const added = await followFeed(url, folder)
  if (added.kind === 'not-found') showToast(`${title} does not answer: ${added.detail}`)
  else showFeed(url, added.feed)
}

async function doing(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { title, detail } = failureOf(error, online.get())
    showToast(`${title}. ${detail}`)
    void queryClient.invalidateQueries({ queryKey: feedsQuery.queryKey })
  }
}
const run = (work: () => Promise<void>): void => void doing(work)

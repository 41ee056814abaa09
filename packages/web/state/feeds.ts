// The list of feeds: asked, changed, and in words.
import type {
  AddedFeed,
  Feed,
  FeedList,
  FoundProspect,
  ImportedFeeds,
  PolledFeed,
} from '@lectern/protocol/rest/feeds.ts'
import { queryOptions } from '@tanstack/react-query'
import { deleteJson, getJson, postJson, putJson, sendText } from './api.ts'
import { queryClient } from './query-client.ts'

const path = '/v1/desk/feeds'

export const feedsQuery = queryOptions({
  queryKey: ['desk', 'feeds'],
  queryFn: ({ signal }) => getJson<FeedList>(path, signal),
  staleTime: 0,
})

export const followFeed = (address: string, folder: string | null): Promise<AddedFeed> =>
  postJson<AddedFeed>(path, { address, folder }, { patienceMs: 60_000 })
export const pollFeed = (url: string): Promise<PolledFeed> =>
  postJson<PolledFeed>(`${path}/poll`, { url }, { patienceMs: 60_000 })
export const setFeedState = (url: string, state: 'active' | 'paused') =>
  putJson<Extract<AddedFeed, { feed: Feed }>>(`${path}/state`, { url, state })
export const removeFeed = (url: string) => deleteJson<{ url: string }>(`${path}?${new URLSearchParams({ url })}`)
export const importOpml = (text: string): Promise<ImportedFeeds> =>
  sendText<ImportedFeeds>(`${path}/opml`, text, 'text/xml')
export const proposeAddress = (address: string): Promise<FoundProspect> =>
  postJson<FoundProspect>('/v1/desk/prospects/address', { address }, { patienceMs: 60_000 })

/** Puts a feed as it is now into the list that is shown; null: away with it. */
export function showFeed(url: string, feed: Feed | null): void {
  queryClient.setQueryData(feedsQuery.queryKey, (list) => {
    if (list === undefined) return list
    const known = list.feeds.some((each) => each.url === url)
    if (feed !== null && !known) return { ...list, feeds: [...list.feeds, feed] }
    return { ...list, feeds: list.feeds.flatMap((each) => (each.url !== url ? [each] : feed === null ? [] : [feed])) }
  })
}

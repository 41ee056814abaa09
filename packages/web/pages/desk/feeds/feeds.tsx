// The feeds that are followed: their health, what they brought, and ways to add and remove them.
import type { Feed } from '@lectern/protocol/rest/feeds.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { FilterChips } from '../../../parts/filter-chips/filter-chips.tsx'
import { currentRow, KeyedList } from '../../../parts/keyed-list/keyed-list.tsx'
import { mayEditDesk } from '../../../state/desk.ts'
import { feedFits, type Health, healthOf, healthWords } from '../../../state/feed-words.ts'
import { feedsQuery } from '../../../state/feeds.ts'
import { usePageKeys } from '../../../state/page-keys.ts'
import { meQuery } from '../../../state/reader.ts'
import { AddFeeds } from './add-feeds.tsx'
import { FeedRow } from './feed-row.tsx'
import styles from './feeds.module.css'
import { feedWork } from './use-feed-work.ts'

const shownAtFirst = 100
const idOf = ({ url }: Feed): string => url

export function Feeds(): ReactNode {
  const list = useQuery({ ...feedsQuery, refetchInterval: 60_000 })
  const { data: me } = useQuery(meQuery)
  const mayEdit = mayEditDesk(me?.reader ?? null, null)
  const [health, setHealth] = useState<string | undefined>()
  const [wanted, setWanted] = useState('')
  const [shown, setShown] = useState(shownAtFirst)
  const all = list.data?.feeds ?? []
  const fitting = all.filter((feed) => (health === undefined || healthOf(feed) === health) && feedFits(feed, wanted))
  const rows = fitting.slice(0, shown)
  const onRow = (work: (feed: Feed) => void) => () => {
    const feed = mayEdit ? currentRow(rows, idOf) : undefined
    return feed === undefined ? false : work(feed)
  }
  usePageKeys([
    { key: 'p', does: 'Poll this feed now', run: onRow(feedWork.poll) },
    { key: 's', does: 'Stop this feed, or let it go on', run: onRow(feedWork.toggle) },
    { key: 'd', does: 'Remove this feed', run: onRow(feedWork.remove) },
  ])
  return (
    <>
      <PageHead title="Feeds" about={list.data && aboutOf(list.data.feeds, list.data.waitingPages)}>
        <a className={button.quiet} href="/v1/desk/feeds/opml" download>
          Export OPML
        </a>
      </PageHead>
      {mayEdit && <AddFeeds />}
      <DeskState
        query={list}
        empty={all.length === 0}
        nothing="No feed is followed yet. Follow one, or bring a list along."
      >
        <search className={styles.search}>
          <TextInput label="Find a feed" type="search" value={wanted} onChange={setWanted} />
          <FilterChips
            filters={[{ id: 'health', name: 'Health', options: healthOptions(all) }]}
            chosen={{ health }}
            onChange={(_, option) => setHealth(option)}
          />
        </search>
        {rows.length === 0 && <p className={styles.none}>No feed fits.</p>}
        <KeyedList label="Feeds" rows={rows} idOf={idOf}>
          {(feed) => <FeedRow feed={feed} now={list.dataUpdatedAt} mayEdit={mayEdit} />}
        </KeyedList>
        {fitting.length > rows.length && (
          <button type="button" className={button.quiet} onClick={() => setShown(shown + shownAtFirst)}>
            {fitting.length - rows.length} more
          </button>
        )}
      </DeskState>
    </>
  )
}

function healthOptions(feeds: readonly Feed[]) {
  const counts = Map.groupBy(feeds, healthOf)
  return (Object.keys(healthWords) as Health[])
    .filter((health) => counts.has(health))
    .map((health) => ({ id: health, name: healthWords[health], count: counts.get(health)!.length }))
}

function aboutOf(feeds: readonly Feed[], waitingPages: number): string {
  const failing = feeds.filter((feed) => healthOf(feed) === 'failing').length
  return [
    `${feeds.length} followed`,
    ...(failing > 0 ? [`${failing} failing`] : []),
    ...(waitingPages > 0 ? [`${waitingPages} new pages to be fetched`] : []),
  ].join(', ')
}

// Triage: what waits, one prospect large, one key for each decision. Everything works without a mouse.
import type { ProspectFilter, QueueSummary } from '@lectern/protocol/rest/desk-prospects.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useCallback, useState } from 'react'
import button from '../../../parts/button.module.css'
import { BulkDialog } from '../../../parts/desk/bulk-dialog.tsx'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { Notice } from '../../../parts/notice/notice.tsx'
import { getJson } from '../../../state/api.ts'
import { useCell } from '../../../state/cell.ts'
import { mayLeadDesk } from '../../../state/desk.ts'
import { usePageKeys } from '../../../state/page-keys.ts'
import { queryClient } from '../../../state/query-client.ts'
import { meQuery } from '../../../state/reader.ts'
import { Filters } from './filters.tsx'
import { ProspectView } from './prospect-view.tsx'
import { QueueList } from './queue-list.tsx'
import styles from './triage.module.css'
import { summaryKey, useTriage } from './use-triage.ts'

const route = getRouteApi('/desk/')

export function Triage(): ReactNode {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const choose = useCallback((next: ProspectFilter) => void navigate({ search: next, replace: true }), [navigate])
  const triage = useTriage(filter)
  const { phase, error, entries, current, publishers, done } = useCell(triage.state)
  const { data: me } = useQuery(meQuery)
  const { data: summary } = useQuery({
    queryKey: summaryKey,
    queryFn: ({ signal }) => getJson<QueueSummary>('/v1/desk/prospects/summary', signal),
    staleTime: 0,
  })
  const [many, setMany] = useState(false)
  const leads = mayLeadDesk(me?.reader ?? null)
  const prospect = entries.find(({ id }) => id === current)
  usePageKeys([
    { key: 'j', does: 'Next prospect', run: () => triage.step(1) },
    { key: 'k', does: 'Previous prospect', run: () => triage.step(-1) },
    { key: 'u', does: 'Take the last decision back', run: () => triage.undo() },
    ...(leads && prospect
      ? [{ key: 'b', does: 'Decide about many: these filters, or this publisher', run: () => setMany(true) }]
      : []),
  ])
  const filtered = Object.keys(filter).length > 0
  const query = {
    data: phase === 'ready' ? entries : undefined,
    error,
    isFetching: phase === 'loading',
    refetch: () => triage.load(),
  }
  return (
    <>
      <PageHead title="Triage">
        <p className={styles.counter} role="status">
          <strong>{done}</strong> done now
          {summary && (
            <>
              {' · '}
              <strong>{Math.max(0, summary.waiting - done)}</strong> waiting
            </>
          )}
        </p>
      </PageHead>
      <Filters filter={filter} summary={summary} onChange={choose} />
      <DeskState query={query} empty={false} nothing="">
        {prospect === undefined ? (
          <CaughtUp filtered={filtered} all={() => choose({})} />
        ) : (
          <div className={styles.desk}>
            <QueueList entries={entries} current={prospect.id} onShow={triage.show} />
            <ProspectView
              key={prospect.id}
              prospect={prospect}
              publisher={publishers.get(prospect.domain)}
              triage={triage}
              person={me?.reader ?? null}
            />
          </div>
        )}
      </DeskState>
      {many && prospect && (
        <BulkDialog
          meaning={filtered ? 'everything these filters show' : `everything of ${prospect.domain} that waits`}
          of="prospects"
          filter={filtered ? filter : { domain: prospect.domain }}
          onClose={() => setMany(false)}
          onChanged={() => {
            void triage.restart()
            void queryClient.invalidateQueries({ queryKey: summaryKey })
          }}
        />
      )}
    </>
  )
}

function CaughtUp({ filtered, all }: { filtered: boolean; all: () => void }): ReactNode {
  const everything = (
    <button type="button" className={button.quiet} onClick={all}>
      Show everything that waits
    </button>
  )
  return (
    <Notice mood="rest" title={filtered ? 'Nothing left here' : 'All done'} action={filtered ? everything : undefined}>
      {filtered
        ? 'Nothing that waits fits these filters.'
        : 'Nothing waits for a decision. New prospects come as feeds are read.'}
    </Notice>
  )
}

// The audit log: who did what, newest first, through filters, and as a file.
import type { AuditPage } from '@lectern/protocol/rest/audit.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { AuditEntryView } from '../../../parts/desk/audit-entry.tsx'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { KeyedList } from '../../../parts/keyed-list/keyed-list.tsx'
import { getJson } from '../../../state/api.ts'
import styles from './audit.module.css'

const fields = { who: 'Who', action: 'Action', subject: 'Of what (id)', surface: 'Surface' } as const
type Filters = Partial<Record<keyof typeof fields, string>>

export function Audit(): ReactNode {
  const [filters, setFilters] = useState<Filters>({})
  const query = queryOf(filters)
  const log = useInfiniteQuery({
    queryKey: ['desk', 'audit', query],
    queryFn: ({ pageParam, signal }) =>
      getJson<AuditPage>(`/v1/desk/audit?${query}${pageParam === null ? '' : `&before=${pageParam}`}`, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  })
  const entries = log.data?.pages.flatMap((page) => page.entries)
  return (
    <>
      <PageHead title="Audit" about="Every action at the Desk. Nothing here is ever changed or removed.">
        {(['csv', 'jsonl'] as const).map((format) => (
          <a key={format} className={button.quiet} href={`/v1/desk/audit/export?${query}&format=${format}`} download>
            Export {format === 'csv' ? 'CSV' : 'JSON lines'}
          </a>
        ))}
      </PageHead>
      <search className={styles.filters}>
        {(Object.keys(fields) as (keyof typeof fields)[]).map((field) => (
          <TextInput
            key={field}
            label={fields[field]}
            value={filters[field] ?? ''}
            onChange={(value) => setFilters({ ...filters, [field]: value })}
            type="search"
            {...(field === 'action' ? { placeholder: 'prospect, prospect.reject' } : {})}
          />
        ))}
      </search>
      <DeskState
        query={log}
        empty={entries?.length === 0}
        nothing="Nothing was done here yet that these filters let through."
      >
        <KeyedList label="Audit log" rows={entries ?? []} idOf={({ id }) => String(id)}>
          {(entry) => <AuditEntryView entry={entry} />}
        </KeyedList>
        {log.hasNextPage && (
          <button type="button" className={button.quiet} onClick={() => void log.fetchNextPage()}>
            {log.isFetchingNextPage ? 'One moment…' : 'Earlier entries'}
          </button>
        )}
      </DeskState>
    </>
  )
}

function queryOf(filters: Filters): string {
  const set = Object.entries(filters).filter(([, value]) => value.trim() !== '')
  return new URLSearchParams(set.map(([name, value]) => [name, value.trim()])).toString()
}

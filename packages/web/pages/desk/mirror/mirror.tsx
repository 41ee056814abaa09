// The editor's mirror: what became of what I chose, against what was to be expected; what readers wanted; what became of
// proposals of models.
import type { Mirror as MirrorAnswer } from '@lectern/protocol/rest/mirror.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { type Filter, FilterChips } from '../../../parts/filter-chips/filter-chips.tsx'
import { Notice } from '../../../parts/notice/notice.tsx'
import { getJson } from '../../../state/api.ts'
import { mayReadAudit } from '../../../state/desk.ts'
import { meQuery } from '../../../state/reader.ts'
import { surfacesQuery } from '../../../state/schedule.ts'
import { Demand } from './demand.tsx'
import { Dimensions } from './dimensions.tsx'
import styles from './mirror.module.css'
import { Proposals } from './proposals.tsx'
import { Totals } from './totals.tsx'
import { Trend } from './trend.tsx'

interface Filters {
  readonly surface?: string | undefined
  readonly editor?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

export function Mirror(): ReactNode {
  const [filters, setFilters] = useState<Filters>({})
  const { data: me } = useQuery(meQuery)
  const surfaces = useQuery(surfacesQuery)
  const query = queryOf(filters)
  const mirror = useQuery({
    queryKey: ['desk', 'mirror', query],
    queryFn: ({ signal }) => getJson<MirrorAnswer>(`/v1/desk/mirror?${query}`, signal),
    placeholderData: (before) => before,
    // A long log takes longer than a request may: the server goes on, and the next request gets what it found.
    retry: (failures, cause) => failures < 8 && cause.name === 'TimeoutError',
  })
  const names = surfaces.data?.surfaces.map(({ name }) => ({ id: name, name })) ?? []
  const chips: Filter[] = [{ id: 'surface', name: 'Surface', options: names }]
  if (mayReadAudit(me?.reader ?? null))
    chips.push({ id: 'editor', name: 'My choices', options: [{ id: 'all', name: 'Everybody' }] })
  const set = (name: string, value: string | undefined) => setFilters({ ...filters, [name]: value || undefined })
  return (
    <>
      <PageHead
        title="Mirror"
        about="What became of what you chose, against what its place in the list made likely. Totals only: nothing that few readers did is told."
      />
      <search className={styles.filters}>
        <FilterChips filters={chips} chosen={{ ...filters }} onChange={set} />
        <TextInput
          label="From"
          type="date"
          value={filters.from ?? mirror.data?.from ?? ''}
          onChange={(day) => set('from', day)}
        />
        <TextInput
          label="Until"
          type="date"
          value={filters.until ?? mirror.data?.until ?? ''}
          onChange={(day) => set('until', day)}
        />
      </search>
      <DeskState query={mirror} empty={false} nothing="">
        {mirror.data && (
          <div className={styles.sections} aria-busy={mirror.isPlaceholderData}>
            <Chosen mirror={mirror.data} />
            <Demand mirror={mirror.data} />
            <Proposals proposals={mirror.data.proposals} />
          </div>
        )}
      </DeskState>
    </>
  )
}

function Chosen({ mirror }: { mirror: MirrorAnswer }): ReactNode {
  const whose = mirror.editor === 'all' ? 'Nobody has' : 'You have'
  if (mirror.chosen === 0)
    return (
      <Notice mood="rest" title="Nothing chosen yet">
        {`${whose} approved or scheduled nothing that these days know of. What you choose shows up here once ${mirror.threshold} readers saw it and their day is over.`}
      </Notice>
    )
  if (mirror.total === null)
    return (
      <Notice mood="rest" title="Too few readers yet">
        {`${mirror.chosen} items are chosen; from ${mirror.from} to ${mirror.until} fewer than ${mirror.threshold} readers saw any of them${mirror.surface === null ? '' : ` on ${mirror.surface}`}. Numbers appear when ${mirror.threshold} have.`}
      </Notice>
    )
  return (
    <>
      <Totals total={mirror.total} mirror={mirror} />
      <Trend mirror={mirror} />
      <Dimensions mirror={mirror} />
    </>
  )
}

const queryOf = (filters: Filters): string =>
  new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString()

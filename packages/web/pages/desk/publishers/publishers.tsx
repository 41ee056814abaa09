// Publishers: who is trusted, who is excluded, by whom it was decided, and the evidence for it. Never one score.
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import button from '../../../parts/button.module.css'
import { More } from '../../../parts/desk/more.tsx'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import search from '../../../parts/desk/search.module.css'
import { DeskState } from '../../../parts/desk/state.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { type Filter, FilterChips } from '../../../parts/filter-chips/filter-chips.tsx'
import { currentRow, KeyedList } from '../../../parts/keyed-list/keyed-list.tsx'
import { publishersQuery } from '../../../state/corpus.ts'
import { mayLeadDesk } from '../../../state/desk.ts'
import { usePageKeys } from '../../../state/page-keys.ts'
import { meQuery } from '../../../state/reader.ts'
import { changePublisher } from './change-publisher.ts'
import { PublisherDialog } from './publisher-dialog.tsx'
import styles from './publishers.module.css'

const filters: readonly Filter[] = [
  {
    id: 'state',
    name: 'Trust',
    options: [
      { id: 'trusted', name: 'Trusted' },
      { id: 'excluded', name: 'Excluded' },
      { id: 'unknown', name: 'Not known' },
    ],
  },
]
const idOf = ({ domain }: Publisher): string => domain
const words = { trusted: 'Trusted', excluded: 'Excluded', unknown: 'Not known' } as const
const why = { person: 'by an editor', schedule: 'since it was on a board' } as const

export function Publishers(): ReactNode {
  const { data: me } = useQuery(meQuery)
  const leads = mayLeadDesk(me?.reader ?? null)
  const [part, setPart] = useState('')
  const [chosen, setChosen] = useState<Record<string, string | undefined>>({})
  const [open, setOpen] = useState<string | null>(null)
  const list = useInfiniteQuery(publishersQuery({ ...chosen, q: useDeferredValue(part).trim() || undefined }))
  const rows = list.data?.pages.flatMap((page) => page.publishers)
  const withCurrent = (does: (row: Publisher) => void) => (): boolean => {
    const row = currentRow(rows ?? [], idOf)
    if (row !== undefined) does(row)
    return row !== undefined
  }
  const decide = (state: Publisher['state']) => withCurrent((row) => void changePublisher(row, { state }))
  usePageKeys([
    { key: '/', does: 'Search', run: () => document.querySelector<HTMLElement>('[type=search]')?.focus() },
    { key: 'e', does: 'Open the publisher', run: withCurrent(({ domain }) => setOpen(domain)) },
    ...(leads
      ? [
          { key: 't', does: 'Trust', run: decide('trusted') },
          { key: 'x', does: 'Exclude', run: decide('excluded') },
          { key: 'n', does: 'Neither', run: decide('unknown') },
        ]
      : []),
  ])
  const opened = rows?.find(({ domain }) => domain === open)
  return (
    <>
      <PageHead
        title="Publishers"
        about="Nothing of an excluded one is scheduled. One is trusted by decision, or once something of it was on a board on a past day."
      />
      <search className={search.search}>
        <TextInput label="Search" type="search" value={part} onChange={setPart} placeholder="Name, alias or domain" />
      </search>
      <FilterChips filters={filters} chosen={chosen} onChange={(name, id) => setChosen({ ...chosen, [name]: id })} />
      <DeskState query={list} empty={rows?.length === 0} nothing="No publisher fits.">
        <KeyedList label="Publishers" rows={rows ?? []} idOf={idOf}>
          {(row) => (
            <div className={styles.row}>
              <div className={styles.what}>
                <h2>{row.name}</h2>
                <p className={styles.about}>
                  <span>{row.domain}</span>
                  {row.aliases.length > 0 && <span>also {row.aliases.join(', ')}</span>}
                  {row.paywalled && <span>paywall</span>}
                  <span>
                    {row.waiting} wait, {row.approved} approved, {row.rejected} rejected
                  </span>
                  <span>{row.evidence.length} facts</span>
                </p>
              </div>
              <span className={styles.state} data-state={row.state}>
                {words[row.state]} {row.because && why[row.because]}
              </span>
              <button type="button" className={button.quiet} onClick={() => setOpen(row.domain)}>
                Open
              </button>
            </div>
          )}
        </KeyedList>
        <More query={list} />
      </DeskState>
      {opened && <PublisherDialog publisher={opened} leads={leads} onClose={() => setOpen(null)} />}
    </>
  )
}

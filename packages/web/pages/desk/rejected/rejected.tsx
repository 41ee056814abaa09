// What was rejected, for what reason, and the way back into the queue.
import type { CorpusEntry } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Decided } from '@lectern/protocol/rest/desk-prospects.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import button from '../../../parts/button.module.css'
import { EntryRow } from '../../../parts/desk/entry-row.tsx'
import { More } from '../../../parts/desk/more.tsx'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import styles from '../../../parts/desk/search.module.css'
import { DeskState } from '../../../parts/desk/state.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { type Filter, FilterChips } from '../../../parts/filter-chips/filter-chips.tsx'
import { currentRow, KeyedList } from '../../../parts/keyed-list/keyed-list.tsx'
import { postJson } from '../../../state/api.ts'
import { leaveCard } from '../../../state/card-focus.ts'
import { corpusQuery, leaveLists, refreshDesk } from '../../../state/corpus.ts'
import { usePageKeys } from '../../../state/page-keys.ts'
import { rejectWords } from '../../../state/reject-reasons.ts'
import { showToast } from '../../../state/toasts.ts'
import { topics } from '../../../state/topics.ts'

const filters: readonly Filter[] = [
  { id: 'reason', name: 'Reason', options: rejectWords },
  { id: 'topic', name: 'Topic', options: topics },
]
const idOf = ({ id }: CorpusEntry): string => id

export function Rejected(): ReactNode {
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<Record<string, string | undefined>>({})
  const q = useDeferredValue(words).trim() || undefined
  const list = useInfiniteQuery(corpusQuery({ ...chosen, state: 'rejected', q }))
  const entries = list.data?.pages.flatMap((page) => page.entries)
  usePageKeys([
    { key: '/', does: 'Search', run: () => document.querySelector<HTMLElement>('[type=search]')?.focus() },
    {
      key: 'z',
      does: 'Put it back into the queue',
      run: () => {
        const row = currentRow(entries ?? [], idOf)
        if (row !== undefined) void restore(row)
        return row !== undefined
      },
    },
  ])
  return (
    <>
      <PageHead title="Rejected" about="Found again, none of these waits again. Put one back to decide anew." />
      <search className={styles.search}>
        <TextInput label="Search" type="search" value={words} onChange={setWords} />
      </search>
      <FilterChips filters={filters} chosen={chosen} onChange={(name, id) => setChosen({ ...chosen, [name]: id })} />
      <DeskState query={list} empty={entries?.length === 0} nothing="Nothing was rejected that fits.">
        <KeyedList label="Rejected" rows={entries ?? []} idOf={idOf}>
          {(entry) => (
            <EntryRow entry={entry}>
              <button type="button" className={button.quiet} onClick={() => void restore(entry)}>
                Put back
              </button>
            </EntryRow>
          )}
        </KeyedList>
        <More query={list} />
      </DeskState>
    </>
  )
}

/** Shown at once; back in the list when the server does not take it. */
async function restore(entry: CorpusEntry): Promise<void> {
  leaveCard(entry.id)
  leaveLists(entry)
  try {
    const { decision } = await postJson<Decided>(`/v1/desk/rejected/${encodeURIComponent(entry.id)}/restore`, {})
    showToast(`“${entry.title}” waits again`, () => {
      void postJson(`/v1/desk/decisions/${decision}/undo`, {}).then(() => refreshDesk('corpus'))
    })
  } catch (cause) {
    showToast((cause as Error).message)
    await refreshDesk('corpus')
  }
}

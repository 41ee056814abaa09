// The corpus: one search over what was approved, rejected and waits; an item opens to be edited, with its history.
import type { CorpusEntry } from '@lectern/protocol/rest/desk-corpus.ts'
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
import { corpusQuery } from '../../../state/corpus.ts'
import { usePageKeys } from '../../../state/page-keys.ts'
import { topics } from '../../../state/topics.ts'
import { ItemDialog } from './item-dialog.tsx'

const filters: readonly Filter[] = [
  {
    id: 'state',
    name: 'State',
    options: [
      { id: 'approved', name: 'Approved' },
      { id: 'rejected', name: 'Rejected' },
      { id: 'waiting', name: 'Waits' },
    ],
  },
  { id: 'topic', name: 'Topic', options: topics },
]
const idOf = ({ id, state }: CorpusEntry): string => `${state}:${id}`

export function Corpus(): ReactNode {
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<Record<string, string | undefined>>({ state: 'approved' })
  const [open, setOpen] = useState<string | null>(null)
  const list = useInfiniteQuery(corpusQuery({ ...chosen, q: useDeferredValue(words).trim() || undefined }))
  const entries = list.data?.pages.flatMap((page) => page.entries)
  usePageKeys([
    { key: '/', does: 'Search', run: () => document.querySelector<HTMLElement>('[type=search]')?.focus() },
    {
      key: 'e',
      does: 'Edit the item, or look at its history',
      run: () => {
        const row = currentRow(entries ?? [], idOf)
        if (row !== undefined) setOpen(row.id)
        return row !== undefined
      },
    },
  ])
  return (
    <>
      <PageHead
        title="Corpus"
        about="What readers may be shown, by editors or by import; what was rejected, and what waits."
      />
      <search className={styles.search}>
        <TextInput
          label="Search"
          type="search"
          value={words}
          onChange={setWords}
          placeholder="Words, publisher, author"
        />
      </search>
      <FilterChips filters={filters} chosen={chosen} onChange={(name, id) => setChosen({ ...chosen, [name]: id })} />
      <DeskState query={list} empty={entries?.length === 0} nothing="Nothing has these words and fits these filters.">
        <KeyedList label="Corpus" rows={entries ?? []} idOf={idOf}>
          {(entry) => (
            <EntryRow entry={entry}>
              <button type="button" className={button.quiet} onClick={() => setOpen(entry.id)}>
                {entry.state === 'approved' ? 'Edit' : 'History'}
              </button>
            </EntryRow>
          )}
        </KeyedList>
        <More query={list} />
      </DeskState>
      {open !== null && <ItemDialog id={open} onClose={() => setOpen(null)} />}
    </>
  )
}

// What of the queue is shown: chips from what waits, and views, which are filters with a name.
import type { ProspectFilter, QueueSummary, View } from '@lectern/protocol/rest/desk-prospects.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { type Filter, FilterChips } from '../../../parts/filter-chips/filter-chips.tsx'
import { deleteJson, getJson, putJson } from '../../../state/api.ts'
import { queryClient } from '../../../state/query-client.ts'
import { showToast } from '../../../state/toasts.ts'
import { topicTitle } from '../../../state/topics.ts'
import styles from './filters.module.css'

interface FiltersProps {
  readonly filter: ProspectFilter
  readonly summary: QueueSummary | undefined
  readonly onChange: (filter: ProspectFilter) => void
}

const viewsKey = ['desk', 'views']
const warnings = [
  ['any', 'With a warning'],
  ['none', 'Without'],
  ['duplicate', 'Duplicate'],
  ['paywall', 'Paywall'],
  ['clickbait', 'Clickbait'],
  ['untrusted', 'Not trusted'],
  ['topic', 'Topic unsure'],
  ['incomplete', 'Incomplete'],
  ['excluded', 'Excluded'],
] as const
const ages = [
  ['day', 'Last day'],
  ['week', 'Last week'],
  ['older', 'Older'],
] as const
const sourceNames: Record<string, string> = { feed: 'Feeds', saves: 'Saves', person: 'People', model: 'Models' }

export function Filters({ filter, summary, onChange }: FiltersProps): ReactNode {
  const { data } = useQuery({
    queryKey: viewsKey,
    queryFn: ({ signal }) => getJson<{ views: View[] }>('/v1/desk/views', signal),
  })
  const [naming, setNaming] = useState(false)
  const views = data?.views ?? []
  const current = views.find(({ filters }) => same(filters, filter))
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <FilterChips
        filters={filtersOf(summary, views)}
        chosen={{ ...(filter as Record<string, string | undefined>), view: current?.id }}
        onChange={(name, option) => {
          if (name === 'view') return onChange(views.find(({ id }) => id === option)?.filters ?? {})
          const { [name as keyof ProspectFilter]: _, ...rest } = filter
          onChange(option === undefined ? rest : ({ ...rest, [name]: option } as ProspectFilter))
        }}
      >
        {filtered && current === undefined && !naming && (
          <button type="button" className={styles.small} onClick={() => setNaming(true)}>
            Save as view
          </button>
        )}
        {current && (
          <button type="button" className={styles.small} onClick={() => void forget(current)}>
            Forget view
          </button>
        )}
      </FilterChips>
      {naming && <NameView filter={filter} onDone={() => setNaming(false)} />}
    </>
  )
}

function NameView({ filter, onDone }: { filter: ProspectFilter; onDone: () => void }): ReactNode {
  const [name, setName] = useState('')
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (name.trim() === '') return
    try {
      await putJson('/v1/desk/views', { name: name.trim(), filters: filter })
      await queryClient.invalidateQueries({ queryKey: viewsKey })
      onDone()
    } catch (cause) {
      showToast(`The view was not saved: ${(cause as Error).message}`)
    }
  }
  return (
    <form
      className={styles.name}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <TextInput label="Name of the view" value={name} onChange={setName} maxLength={60} autoFocus />
      <button type="submit" className={button.quiet}>
        Save
      </button>
    </form>
  )
}

async function forget({ id, name, filters }: View): Promise<void> {
  await deleteJson(`/v1/desk/views/${id}`)
  await queryClient.invalidateQueries({ queryKey: viewsKey })
  showToast(`View “${name}” is forgotten`, () => {
    void putJson('/v1/desk/views', { name, filters }).then(() => queryClient.invalidateQueries({ queryKey: viewsKey }))
  })
}

const same = (a: ProspectFilter, b: ProspectFilter): boolean => {
  const words = (filter: ProspectFilter): string => JSON.stringify(Object.entries(filter).sort())
  return words(a) === words(b) && Object.keys(a).length > 0
}

function filtersOf(summary: QueueSummary | undefined, views: readonly View[]): Filter[] {
  const counted = (counts: QueueSummary['topics'] | undefined, nameOf: (id: string) => string) =>
    (counts ?? []).map(({ id, count }) => ({ id, count, name: nameOf(id) }))
  const pairs = (list: readonly (readonly [string, string])[]) => list.map(([id, name]) => ({ id, name }))
  const all: Filter[] = [
    { id: 'view', name: 'View', options: views.map(({ id, name }) => ({ id, name })) },
    {
      id: 'topic',
      name: 'Topic',
      options: counted(summary?.topics, (id) => (id === 'none' ? 'No topic' : topicTitle(id))),
    },
    { id: 'domain', name: 'Publisher', options: counted(summary?.publishers, (id) => id) },
    { id: 'language', name: 'Language', options: counted(summary?.languages, (id) => id) },
    { id: 'source', name: 'Source', options: counted(summary?.sources, (id) => sourceNames[id] ?? id) },
    { id: 'surface', name: 'Surface', options: counted(summary?.surfaces, (id) => id) },
    { id: 'warning', name: 'Warnings', options: pairs(warnings) },
    { id: 'age', name: 'Age', options: pairs(ages) },
  ]
  return all.filter(({ options }) => options.length > 0)
}

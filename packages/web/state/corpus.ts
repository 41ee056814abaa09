// The corpus as the pages of the Desk read it.
import type { CorpusEntry, CorpusPage, PublisherPage } from '@lectern/protocol/rest/desk-corpus.ts'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { getJson } from './api.ts'
import { queryClient } from './query-client.ts'

const paged = (path: string, filters: Readonly<Record<string, string | undefined>>, place: string | null): string => {
  const set = Object.entries({
    ...filters,
    ...(place === null ? {} : { [path.endsWith('corpus') ? 'cursor' : 'after']: place }),
  })
  const query = new URLSearchParams(set.flatMap(([name, value]) => (value ? [[name, value]] : []))).toString()
  return `${path}?${query}`
}

export const corpusQuery = (filters: Readonly<Record<string, string | undefined>>) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'corpus', filters],
    queryFn: ({ pageParam, signal }) => getJson<CorpusPage>(paged('/v1/desk/corpus', filters, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  })

export const publishersQuery = (filters: Readonly<Record<string, string | undefined>>) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'publishers', filters],
    queryFn: ({ pageParam, signal }) =>
      getJson<PublisherPage>(paged('/v1/desk/publishers', filters, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  })

/** After a change: what is shown is read again. */
export async function refreshDesk(part: 'corpus' | 'publishers' | 'item'): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['desk', part] })
}

/** An entry leaves the lists that are shown at once. */
export function leaveLists(entry: CorpusEntry): void {
  queryClient.setQueriesData<{ pages: CorpusPage[]; pageParams: unknown[] }>(
    { queryKey: ['desk', 'corpus'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          entries: page.entries.filter(({ id, state }) => id !== entry.id || state !== entry.state),
        })),
      },
  )
}

// Home: the greeting, then the reader's list in sections, or the state that stands in for it.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useCell } from '../../state/cell.ts'
import { editorsSectionsQuery } from '../../state/editors-sections.ts'
import { failureOf } from '../../state/failure.ts'
import { online } from '../../state/online.ts'
import { meQuery } from '../../state/reader.ts'
import { itemsWith } from '../../state/signals.ts'
import { slateQuery } from '../../state/slate.ts'
import { showToast } from '../../state/toasts.ts'
import { Masthead } from './masthead.tsx'
import { SectionList } from './section-list.tsx'
import { Skeleton } from './skeleton.tsx'
import { Again, Banner, CaughtUp, End, Failed, NothingYet } from './states.tsx'

export function Home(): ReactNode {
  const isOnline = useCell(online)
  const me = useQuery(meQuery)
  const slate = useQuery({ ...slateQuery(me.data?.reader ?? null), enabled: me.data !== undefined })
  // Home is whole without them: what fails here is asked for again with the next list.
  const editors = useQuery({ ...editorsSectionsQuery(me.data?.reader ?? null), enabled: me.data !== undefined })
  const error = me.error ?? slate.error
  const again = { busy: me.isFetching || slate.isFetching, press: () => void refresh() }

  async function refresh(): Promise<void> {
    if (!me.data) {
      await me.refetch()
      return
    }
    const [answer] = await Promise.all([slate.refetch(), editors.refetch()])
    if (!answer.isSuccess) return
    scrollTo({ top: 0 })
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
    showToast('Here is a new list')
  }

  function list(): ReactNode {
    // Together, so that nothing moves once it is shown.
    if (!me.data || !slate.data || editors.isPending)
      return error ? (
        <Failed failure={failureOf(error, isOnline)} action={<Again {...again}>Try again</Again>} />
      ) : (
        <Skeleton />
      )
    const { items } = slate.data
    const looked = <Again {...again}>Look again</Again>
    const sections = editors.data ?? []
    if (items.length === 0 && sections.length === 0 && me.data.signals.length === 0)
      return <NothingYet action={looked} />
    const dismissed = itemsWith(me.data.signals, 'dismiss')
    const entries = [...items, ...sections.flatMap(({ list }) => list.items)]
    if (entries.every((entry) => dismissed.has(entry.item.id))) return <CaughtUp action={looked} />
    return (
      <>
        <SectionList slate={slate.data} editors={sections} me={me.data} dismissed={dismissed} />
        <End action={<Again {...again}>Show a new list</Again>} />
      </>
    )
  }

  return (
    <>
      <title>Home · Lectern</title>
      <Masthead me={me.data} />
      {slate.data && (error || !isOnline) && <Banner failure={failureOf(error, isOnline)} />}
      {list()}
    </>
  )
}

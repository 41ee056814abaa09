// A list of the Desk that is on its way, failed, or is empty; otherwise the list itself.
import type { ReactNode } from 'react'
import { useCell } from '../../state/cell.ts'
import { failureOf } from '../../state/failure.ts'
import { online } from '../../state/online.ts'
import button from '../button.module.css'
import { Notice } from '../notice/notice.tsx'
import styles from './state.module.css'

interface DeskStateProps {
  readonly query: {
    readonly data: unknown
    readonly error: unknown
    readonly isFetching: boolean
    refetch(): unknown
  }
  readonly empty: boolean | undefined
  /** What an empty list means here. */
  readonly nothing: string
  readonly children: ReactNode
}

export function DeskState({ query, empty, nothing, children }: DeskStateProps): ReactNode {
  const isOnline = useCell(online)
  if (query.error && query.data === undefined) {
    const { title, detail } = failureOf(query.error, isOnline)
    const again = (
      <button type="button" className={button.quiet} onClick={() => void query.refetch()}>
        {query.isFetching ? 'One moment…' : 'Try again'}
      </button>
    )
    return (
      <Notice mood="trouble" title={title} action={again}>
        {detail}
      </Notice>
    )
  }
  if (query.data === undefined) return <Rows />
  if (empty === true)
    return (
      <Notice mood="rest" title="Nothing here">
        {nothing}
      </Notice>
    )
  return children
}

/** Rows that are on their way. */
function Rows(): ReactNode {
  return (
    <div className={styles.rows} aria-busy="true">
      <p className={styles.said}>Loading…</p>
      {['a', 'b', 'c', 'd', 'e'].map((row) => (
        <div key={row} className={styles.row} aria-hidden="true" />
      ))}
    </div>
  )
}

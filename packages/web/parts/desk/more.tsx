// The way to the next page of a list.
import type { ReactNode } from 'react'
import button from '../button.module.css'
import styles from './more.module.css'

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    fetchNextPage(): unknown
  }
}

export function More({ query }: MoreProps): ReactNode {
  if (!query.hasNextPage) return null
  return (
    <p className={styles.more}>
      <button
        type="button"
        className={button.quiet}
        aria-disabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {query.isFetchingNextPage ? 'One moment…' : 'Show more'}
      </button>
    </p>
  )
}

// What waits, in its order; the current one is marked.
import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './queue-list.module.css'

interface QueueListProps {
  readonly entries: readonly Prospect[]
  readonly current: string
  readonly onShow: (id: string) => void
}

/** More are in memory than are worth drawing. */
const drawn = 60

export function QueueList({ entries, current, onShow }: QueueListProps): ReactNode {
  const marked = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when another one is current.
  useEffect(() => marked.current?.scrollIntoView({ block: 'nearest' }), [current])
  return (
    <nav className={styles.queue} aria-label="Queue">
      <ol>
        {entries.slice(0, drawn).map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className={styles.entry}
              aria-current={entry.id === current}
              ref={entry.id === current ? marked : null}
              onClick={() => onShow(entry.id)}
            >
              <span className={styles.title}>{entry.title}</span>
              <span className={styles.from}>
                {entry.publisher ?? entry.domain}
                {entry.warnings.some(({ kind }) => kind !== 'untrusted') && (
                  <span className={styles.mark}>
                    <span aria-hidden="true">▲</span> warning
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

// What waits, in its order; the current one is marked.
import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './queue-list.module.css'

interface QueueListProps {
  readonly entries: readonly Prospect[]
  readonly current: string
  readonly onShow: (id: string) => void
}

/** What an editor wants to know before opening it. */
const weighty: ReadonlySet<string> = new Set(['duplicate', 'excluded', 'paywall', 'clickbait'])
/** More are in memory than are worth drawing. */
const drawn = 60

export function QueueList({ entries, current, onShow }: QueueListProps): ReactNode {
  const marked = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when another one is current.
  useEffect(() => {
    if (marked.current !== null) showWithin(marked.current)
  }, [current])
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
                {entry.warnings
                  .filter(({ kind }) => weighty.has(kind))
                  .map(({ kind }) => (
                    <span key={kind} className={styles.mark}>
                      {kind}
                    </span>
                  ))}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Scrolls the list alone, never the page: the prospect stays where the editor looks. */
function showWithin(entry: HTMLElement): void {
  const list = entry.closest('nav')!
  const [box, frame] = [entry.getBoundingClientRect(), list.getBoundingClientRect()]
  if (box.top < frame.top) list.scrollTop -= frame.top - box.top
  else if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom
}

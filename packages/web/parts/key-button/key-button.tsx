// A button that shows the key which does the same. The key itself is registered by the page (`usePageKeys`).
import type { ReactNode } from 'react'
import type { PageKey } from '../../state/page-keys.ts'
import styles from './key-button.module.css'

interface KeyButtonProps {
  readonly entry: PageKey
  /** Shorter than what the help says. */
  readonly children?: string
  readonly mood?: 'yes' | 'no' | 'plain'
  readonly pressed?: boolean
}

export function KeyButton({ entry, children, mood = 'plain', pressed }: KeyButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={styles.button}
      data-mood={mood}
      aria-pressed={pressed}
      aria-keyshortcuts={entry.key}
      onClick={() => entry.run()}
    >
      {children ?? entry.does}
      <span className={styles.key} aria-hidden="true">
        {entry.shown ?? entry.key}
      </span>
    </button>
  )
}

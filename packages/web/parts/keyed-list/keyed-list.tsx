// A list for the keyboard: j and k step through its rows, and a page's keys act on the row that has the focus
// (`currentRow`). Rows are marked as cards are, so that the same steps reach them.
import type { ReactNode } from 'react'
import { currentCard } from '../../state/card-focus.ts'
import styles from './keyed-list.module.css'

interface KeyedListProps<T> {
  readonly label: string
  readonly rows: readonly T[]
  readonly idOf: (row: T) => string
  readonly children: (row: T) => ReactNode
}

export function KeyedList<T>({ label, rows, idOf, children }: KeyedListProps<T>): ReactNode {
  return (
    <ul className={styles.list} aria-label={label}>
      {rows.map((row) => (
        <li key={idOf(row)} className={styles.row} data-card={idOf(row)} tabIndex={-1}>
          {children(row)}
        </li>
      ))}
    </ul>
  )
}

/** The row that has the focus, by the id that `idOf` gave it. */
export function currentRow<T>(rows: readonly T[], idOf: (row: T) => string): T | undefined {
  const id = currentCard()?.dataset.card
  return rows.find((row) => idOf(row) === id)
}

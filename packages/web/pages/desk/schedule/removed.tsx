// What people took off a board, and why; each can come back.
import type { Board } from '@lectern/protocol/rest/schedule.ts'
import type { ReactNode } from 'react'
import { reasonWords } from '../../../state/reason-words.ts'
import styles from './schedule.module.css'

interface RemovedProps {
  readonly board: Board
  readonly mayEdit: boolean
  readonly onRestore: (id: string) => void
}

export function Removed({ board: { removed }, mayEdit, onRestore }: RemovedProps): ReactNode {
  if (removed.length === 0) return null
  return (
    <section className={styles.removed} aria-labelledby="removed">
      <h2 id="removed">Removed from this day</h2>
      <p>No model puts these back.</p>
      <ul>
        {removed.map(({ id, item, reason, comment, by }) => (
          <li key={id}>
            <span>
              <strong>{item.title}</strong> · {reasonWords(reason)}
              {comment !== null && `: ${comment}`} · {by}
            </span>
            {mayEdit && (
              <button type="button" onClick={() => onRestore(id)} aria-label={`Put back ${item.title}`}>
                Put back
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

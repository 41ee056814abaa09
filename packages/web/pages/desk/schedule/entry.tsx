// One story on a board.
import type { BoardEntry } from '@lectern/protocol/rest/schedule.ts'
import type { ReactNode } from 'react'
import { Cover } from '../../../parts/cover/cover.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { itemLine } from '../../../state/item-line.ts'
import { webAddress } from '../../../state/item-words.ts'
import { reasonWords } from '../../../state/reason-words.ts'
import styles from './entry.module.css'

interface EntryProps {
  readonly entry: BoardEntry
  readonly mayEdit: boolean
  readonly onDay: (entry: BoardEntry) => void
  readonly onRemove: (entry: BoardEntry) => void
}

export function Entry({ entry, mayEdit, onDay, onRemove }: EntryProps): ReactNode {
  const { item, rank, source, reason, by, timely, shown, waits } = entry
  const href = webAddress(item.url)
  return (
    <div className={styles.entry}>
      <span className={styles.rank}>{rank + 1}</span>
      <span className={styles.cover}>
        <Cover source={item} size="small" />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          {href === null ? (
            item.title
          ) : (
            <a href={href} target="_blank" rel="noopener" data-action="open">
              {item.title}
            </a>
          )}
        </p>
        <p className={styles.line}>{itemLine(item)}</p>
        <p className={styles.marks}>
          <span data-mark={source}>{source === 'model' ? `Proposed by ${by}` : by}</span>
          <span>{timely ? 'Timely' : 'Evergreen'}</span>
          {reason !== null && <span>{reasonWords(reason)}</span>}
          {waits && <strong>Not shown before a review</strong>}
          {!shown && <strong>Taken down: in no list</strong>}
        </p>
      </div>
      {mayEdit && (
        <div className={styles.acts}>
          <button type="button" onClick={() => onDay(entry)}>
            Move
            <span className={styles.said}> {item.title} to another day</span>
          </button>
          <button type="button" aria-label={`Remove ${item.title}`} onClick={() => onRemove(entry)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  )
}

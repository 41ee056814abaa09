// One row of what the Desk knows: what it is, where it stands, who decided.
import type { CorpusEntry } from '@lectern/protocol/rest/desk-corpus.ts'
import type { ReactNode } from 'react'
import { reasonName } from '../../state/reject-reasons.ts'
import { topicTitle } from '../../state/topics.ts'
import styles from './entry-row.module.css'

const states = { approved: 'Approved', rejected: 'Rejected', waiting: 'Waits' } as const

interface EntryRowProps {
  readonly entry: CorpusEntry
  /** What can be done with it. */
  readonly children?: ReactNode
}

export function EntryRow({ entry, children }: EntryRowProps): ReactNode {
  const { title, url, state, reason, comment } = entry
  return (
    <div className={styles.row}>
      <div className={styles.what}>
        <h2>
          {url === null ? (
            title
          ) : (
            <a href={url} target="_blank" rel="noreferrer" data-action="open">
              {title}
            </a>
          )}
        </h2>
        <p className={styles.about}>
          <span data-state={state} className={styles.state}>
            {states[state]}
          </span>
          <span>{entry.publisher ?? entry.domain}</span>
          {entry.topic && <span>{topicTitle(entry.topic)}</span>}
          {entry.language && <span>{entry.language}</span>}
          <time dateTime={new Date(entry.at).toISOString()}>{new Date(entry.at).toLocaleDateString()}</time>
          {entry.by && <span>by {entry.by}</span>}
        </p>
        {reason && (
          <p className={styles.about}>
            <strong>{reasonName(reason)}</strong> {comment && <q>{comment}</q>}
          </p>
        )}
      </div>
      {children && <div className={styles.tools}>{children}</div>}
    </div>
  )
}

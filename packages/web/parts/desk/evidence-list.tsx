// What is known of a publisher and who says so; never one score.
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import type { ReactNode } from 'react'
import styles from './evidence-list.module.css'

interface EvidenceListProps {
  readonly evidence: Publisher['evidence']
  /** A way to take one away. */
  readonly action?: (id: number) => ReactNode
}

export function EvidenceList({ evidence, action }: EvidenceListProps): ReactNode {
  if (evidence.length === 0) return <p className={styles.none}>No evidence was added yet.</p>
  return (
    <ul className={styles.evidence} aria-label="Evidence">
      {evidence.map(({ id, claim, value, source, date, licence, url }) => (
        <li key={id}>
          <span>
            <strong>{claim}:</strong> {value}
          </span>
          <span className={styles.source}>
            {url ? (
              <a href={url} target="_blank" rel="noreferrer">
                {source}
              </a>
            ) : (
              source
            )}
            {date && `, ${date}`}
            {licence && `, ${licence}`}
          </span>
          {action?.(id)}
        </li>
      ))}
    </ul>
  )
}

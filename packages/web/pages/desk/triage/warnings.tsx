// What to beware of, where the decision is made; a duplicate with a link to what it repeats.
import type { Prospect, Warning } from '@lectern/protocol/rest/desk-prospects.ts'
import type { ReactNode } from 'react'
import styles from './warnings.module.css'

const names: Record<Warning['kind'], string> = {
  duplicate: 'Duplicate',
  excluded: 'Excluded',
  paywall: 'Paywall',
  clickbait: 'Clickbait',
  untrusted: 'Not trusted yet',
  topic: 'Topic',
  incomplete: 'Incomplete',
  source: 'Source',
}

export function Warnings({ prospect }: { prospect: Prospect }): ReactNode {
  if (prospect.warnings.length === 0) return null
  return (
    <ul className={styles.warnings} aria-label="Warnings">
      {prospect.warnings.map((warning) => (
        <li key={`${warning.kind} ${warning.text}`} data-kind={warning.kind}>
          <strong>{names[warning.kind]}</strong> {warning.text}
          {warning.other && (
            <>
              :{' '}
              <a href={warning.other.url} target="_blank" rel="noreferrer">
                {warning.other.title}
              </a>{' '}
              ({warning.other.state})
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

// Who stands behind a prospect: trust, how much of it was approved and rejected, and the evidence with its sources.
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import type { ReactNode } from 'react'
import { EvidenceList } from '../../../parts/desk/evidence-list.tsx'
import styles from './publisher-facts.module.css'

interface PublisherFactsProps {
  readonly publisher: Publisher | undefined
  readonly domain: string
}

const states = { trusted: 'Trusted', excluded: 'Excluded', unknown: 'Not known' } as const
const why = { person: 'decided by an editor', schedule: 'was on a board before' } as const

export function PublisherFacts({ publisher, domain }: PublisherFactsProps): ReactNode {
  return (
    <details className={styles.facts}>
      <summary>
        <strong>{publisher?.name ?? domain}</strong>
        <span className={styles.state} data-state={publisher?.state ?? 'unknown'}>
          {states[publisher?.state ?? 'unknown']}
          {publisher?.because && `: ${why[publisher.because]}`}
        </span>
        {publisher && (
          <span>
            {publisher.approved} approved, {publisher.rejected} rejected, {publisher.evidence.length} facts
          </span>
        )}
      </summary>
      <EvidenceList evidence={publisher?.evidence ?? []} />
    </details>
  )
}

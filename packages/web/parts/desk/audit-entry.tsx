// One line of the audit log: who did what with what, when and why, and what changed.
import type { AuditRecord } from '@lectern/protocol/rest/audit.ts'
import type { ReactNode } from 'react'
import { reasonWords } from '../../state/reason-words.ts'
import styles from './audit-entry.module.css'

export function AuditEntryView({ entry }: { entry: AuditRecord }): ReactNode {
  return (
    <div className={styles.entry}>
      <p>
        <strong>{entry.whoName}</strong> <code>{entry.action}</code> {entry.subjectKind}{' '}
        {entry.subjectName ? <q title={entry.subject}>{entry.subjectName}</q> : <code>{entry.subject}</code>}
        {entry.surface && <> on {entry.surface}</>}
      </p>
      <time dateTime={new Date(entry.at).toISOString()}>{new Date(entry.at).toLocaleString()}</time>
      {(entry.reason ?? entry.comment) && (
        <p className={styles.why}>
          {entry.reason && saidReason(entry.reason)} {entry.comment && <q>{entry.comment}</q>}
        </p>
      )}
      <Changes entry={entry} />
    </div>
  )
}

/** One of a list, as people say it; else somebody's own words. */
const saidReason = (reason: string): string => (/^[A-Z_]+$/.test(reason) ? reasonWords(reason) : reason)

function Changes({ entry: { before, after } }: { entry: AuditRecord }): ReactNode {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return null
  return (
    <details className={styles.changes}>
      <summary>{names.join(', ')}</summary>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {before && name in before && <del>{JSON.stringify(before[name])}</del>}{' '}
              {after && name in after && <ins>{JSON.stringify(after[name])}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

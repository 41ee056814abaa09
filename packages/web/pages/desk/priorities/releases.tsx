// What was in force when, by whom and why; one click goes back.
import type { PrioritiesState } from '@lectern/protocol/rest/prices.ts'
import type { ReactNode } from 'react'
import button from '../../../parts/button.module.css'
import styles from './priorities.module.css'

interface ReleasesProps {
  readonly releases: PrioritiesState['releases']
  readonly mayPublish: boolean
  readonly busy: boolean
  readonly onBack: () => void
}

export function Releases({ releases, mayPublish, busy, onBack }: ReleasesProps): ReactNode {
  const [newest] = releases
  if (newest === undefined) return <p className={styles.about}>Nothing was published here yet.</p>
  return (
    <>
      {mayPublish && newest.restored !== 0 && (
        <button type="button" className={button.quiet} disabled={busy} onClick={onBack}>
          Go back to what was in force before
        </button>
      )}
      <ol className={styles.releases}>
        {releases.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{wordsOf(one)}</strong>{' '}
              <time dateTime={new Date(one.at).toISOString()}>
                {new Date(one.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}
              </time>
            </p>
            <p>{one.reason}</p>
            <small>
              Owner {one.owner}, by {one.madeByName}
            </small>
          </li>
        ))}
      </ol>
    </>
  )
}

function wordsOf({ action, base, trial, share, experiment }: PrioritiesState['releases'][number]): string {
  const inForce = base ?? 'no document of its own'
  const some =
    trial === null
      ? ''
      : `, ${trial} for ${Math.round(1000 * (share ?? 0)) / 10} %${experiment === null ? '' : ` (${experiment})`}`
  return `${action === 'back' ? 'Went back to' : action === 'publish' ? 'Published' : 'On trial beside'} ${inForce}${some}`
}

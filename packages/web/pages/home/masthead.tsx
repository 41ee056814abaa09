// The top of Home: the greeting, and what a reader should know about the list below.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { greeting } from '../../state/greeting.ts'
import styles from './masthead.module.css'

export function Masthead({ me }: { me: Me | undefined }): ReactNode {
  const now = new Date()
  return (
    <div className={styles.masthead}>
      <h1>{greeting(now.getHours(), me?.reader?.name ?? null)}</h1>
      <p className={styles.date}>
        {now.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })}
      </p>
      {me && !me.reader && (
        <p className={styles.note}>
          You are reading without an account. Your history stays in this browser and is sent only to put this list in
          order; opens and likes are counted under a random number. <Link to="/sign-in">Sign in</Link>
        </p>
      )}
      {me?.simulated && (
        <p className={styles.note}>
          This is the sample publication: its stories are real, its readers’ history is simulated.
        </p>
      )}
    </div>
  )
}

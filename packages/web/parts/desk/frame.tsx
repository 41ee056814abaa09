// What surrounds every page of the Desk: its places, for those who may.
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCell } from '../../state/cell.ts'
import { mayReadDesk } from '../../state/desk.ts'
import { failureOf } from '../../state/failure.ts'
import { online } from '../../state/online.ts'
import { meQuery } from '../../state/reader.ts'
import button from '../button.module.css'
import { Notice } from '../notice/notice.tsx'
import styles from './frame.module.css'
import { places } from './places.ts'

export function DeskFrame(): ReactNode {
  const isOnline = useCell(online)
  const { data: me, error, refetch } = useQuery(meQuery)
  if (!me && error) {
    const { title, detail } = failureOf(error, isOnline)
    const again = (
      <button type="button" className={button.quiet} onClick={() => void refetch()}>
        Try again
      </button>
    )
    return (
      <Notice mood="trouble" title={title} action={again}>
        {detail}
      </Notice>
    )
  }
  if (!me) return <p className={styles.wait}>One moment…</p>
  if (!mayReadDesk(me.reader)) return <Closed signedIn={me.reader !== null} />
  return (
    <>
      <nav className={styles.places} aria-label="Desk">
        <ul>
          {places
            .filter(({ may }) => may(me.reader))
            .map(({ to, name }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: true, includeSearch: false }} className={styles.place}>
                  {name}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      <Outlet />
    </>
  )
}

function Closed({ signedIn }: { signedIn: boolean }): ReactNode {
  return (
    <>
      <title>Desk · Lectern</title>
      <h1 className={styles.closed}>Desk</h1>
      <Notice
        mood="rest"
        title="The Desk is for editors"
        action={
          signedIn ? undefined : (
            <Link to="/sign-in" className={button.button}>
              Sign in
            </Link>
          )
        }
      >
        {signedIn
          ? 'Your account has no role here. An administrator gives one with: lectern role grant NAME editor'
          : 'Sign in with an account that has a role here.'}
      </Notice>
    </>
  )
}

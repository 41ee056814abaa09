// What Home shows besides a list: an error is never dressed as "caught up".
import type { ReactNode } from 'react'
import button from '../../parts/button.module.css'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import type { Failure } from '../../state/failure.ts'
import styles from './states.module.css'

export function Again({ busy, press, children }: { busy: boolean; press: () => void; children: string }): ReactNode {
  return (
    <button type="button" className={button.quiet} aria-disabled={busy} onClick={() => busy || press()}>
      <Icon name="refresh" />
      {busy ? 'One moment…' : children}
    </button>
  )
}

export function Failed({ failure, action }: { failure: Failure; action: ReactNode }): ReactNode {
  return (
    <Notice mood="trouble" title={failure.title} action={action}>
      {failure.detail}
    </Notice>
  )
}

export function CaughtUp({ action }: { action: ReactNode }): ReactNode {
  return (
    <Notice mood="rest" title="You are caught up" action={action}>
      You have seen everything there is for now. New stories appear here as they come in.
    </Notice>
  )
}

export function NothingYet({ action }: { action: ReactNode }): ReactNode {
  return (
    <Notice mood="rest" title="Nothing here yet" action={action}>
      This publication has no stories yet. As soon as the first ones are in, your list begins.
    </Notice>
  )
}

/** A list is shown, but the newest attempt to renew it failed. */
export function Banner({ failure }: { failure: Failure }): ReactNode {
  return (
    <div className={styles.banner} role="alert">
      <strong>{failure.title}.</strong> {failure.detail} Below is the list from before.
    </div>
  )
}

export function End({ action }: { action: ReactNode }): ReactNode {
  return (
    <div className={styles.end}>
      <p>That is the whole list. What you did here shapes the next one.</p>
      {action}
    </div>
  )
}

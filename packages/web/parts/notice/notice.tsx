// A designed state instead of a list: what is the case, what can be done.
import type { ReactNode } from 'react'
import styles from './notice.module.css'

interface NoticeProps {
  readonly title: string
  readonly children: ReactNode
  /** `trouble` is announced at once; `rest` is a good place to be. */
  readonly mood: 'trouble' | 'rest'
  readonly action?: ReactNode
}

export function Notice({ title, children, mood, action }: NoticeProps): ReactNode {
  return (
    <section className={styles.notice} data-mood={mood} role={mood === 'trouble' ? 'alert' : undefined}>
      <svg className={styles.mark} viewBox="0 0 120 64" aria-hidden="true" focusable="false">
        {mood === 'rest' ? (
          <path d="M8 50c18-7 36-7 52 2 16-9 34-9 52-2V12c-18-7-36-7-52 2C44 5 26 5 8 12zM60 14v38" />
        ) : (
          <path d="M8 50c18-7 36-7 46 0M66 50c10-7 28-7 46 0V12c-18-7-32-6-44 0l-8 12 8 12-6 10M54 50l-8-14 8-12-6-12C36 6 26 5 8 12v38" />
        )}
      </svg>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </section>
  )
}

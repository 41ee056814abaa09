// The head of a page of the Desk: its name, what it is about in a line, and what can be done with all of it.
import type { ReactNode } from 'react'
import styles from './page-head.module.css'

interface PageHeadProps {
  readonly title: string
  readonly about?: ReactNode
  readonly children?: ReactNode
}

export function PageHead({ title, about, children }: PageHeadProps): ReactNode {
  return (
    <header className={styles.head}>
      <title>{`${title} · Desk · Lectern`}</title>
      <div>
        <h1>{title}</h1>
        {about && <p>{about}</p>}
      </div>
      {children && <div className={styles.tools}>{children}</div>}
    </header>
  )
}

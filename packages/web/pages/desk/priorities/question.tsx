// Something that is asked of the server and takes a while: a button, the wait, what went wrong, the answer.
import type { ReactNode } from 'react'
import button from '../../../parts/button.module.css'
import { Notice } from '../../../parts/notice/notice.tsx'
import { useCell } from '../../../state/cell.ts'
import { failureOf } from '../../../state/failure.ts'
import { online } from '../../../state/online.ts'
import styles from './priorities.module.css'

interface QuestionProps<T> {
  readonly title: string
  readonly ask: string
  readonly waiting: string
  readonly run: {
    readonly data: T | undefined
    readonly error: Error | null
    readonly isPending: boolean
    mutate(): void
  }
  readonly children: (answer: T) => ReactNode
}

export function Question<T>({ title, ask, waiting, run, children }: QuestionProps<T>): ReactNode {
  const isOnline = useCell(online)
  const failure = run.error === null ? null : failureOf(run.error, isOnline)
  return (
    <section className={styles.section} aria-busy={run.isPending}>
      <h2>{title}</h2>
      <button type="button" className={button.quiet} disabled={run.isPending} onClick={() => run.mutate()}>
        {run.isPending ? 'One moment…' : ask}
      </button>
      <div aria-live="polite">{run.isPending && <p className={styles.about}>{waiting}</p>}</div>
      {failure && (
        <Notice mood="trouble" title={failure.title}>
          {run.error?.message || failure.detail}
        </Notice>
      )}
      {run.data !== undefined && !run.isPending && children(run.data)}
    </section>
  )
}

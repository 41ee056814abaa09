// The second half of a decision: a question with one key for each answer, and Escape to leave it.
import { type ReactNode, useEffect, useRef } from 'react'
import { KeyButton } from '../../../parts/key-button/key-button.tsx'
import { type PageKey, usePageKeys } from '../../../state/page-keys.ts'
import styles from './actions.module.css'

interface AskedProps {
  readonly question: string
  readonly answers: readonly PageKey[]
  readonly onLeave: () => void
  readonly children?: ReactNode
}

export function Asked({ question, answers, onLeave, children }: AskedProps): ReactNode {
  const leave = { key: 'Escape', shown: 'Esc', does: 'Leave it', run: onLeave }
  const group = useRef<HTMLFieldSetElement>(null)
  usePageKeys([...answers, leave])
  useEffect(() => {
    group.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [])
  return (
    <fieldset className={styles.actions} aria-label={question} ref={group}>
      <p className={styles.asked}>{question}</p>
      {children && <div className={styles.before}>{children}</div>}
      {answers.map((entry) => (
        <KeyButton key={entry.key} entry={entry} />
      ))}
      <KeyButton entry={leave} />
    </fieldset>
  )
}

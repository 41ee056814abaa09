// One reason of a fixed list: arrows choose, a pointer too.
import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { reasonWords } from '../../state/reason-words.ts'
import styles from './reason-choice.module.css'

interface ReasonChoiceProps<R extends string> {
  readonly reasons: readonly R[]
  readonly value: R | null
  readonly onChange: (reason: R) => void
}

export function ReasonChoice<R extends string>({ reasons, value, onChange }: ReasonChoiceProps<R>): ReactNode {
  return (
    <RadioGroup className={styles.group!} value={value} onChange={(reason) => onChange(reason as R)}>
      <Label>Why?</Label>
      <div className={styles.reasons}>
        {reasons.map((reason, k) => (
          // The first question of a dialog has the focus.
          <Radio key={reason} value={reason} className={styles.reason!} autoFocus={k === 0}>
            <span className={styles.dot} aria-hidden="true" />
            {reasonWords(reason)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

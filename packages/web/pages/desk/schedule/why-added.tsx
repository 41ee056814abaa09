// Why the next story is put on the board; nobody has to say.
import { type ScheduleReason, scheduleReasons } from '@lectern/protocol/rest/desk-words.ts'
import type { ReactNode, RefObject } from 'react'
import { ChoiceInput } from '../../../parts/fields/fields.tsx'
import { reasonWords } from '../../../state/reason-words.ts'
import styles from './schedule.module.css'

interface WhyAddedProps {
  readonly reason: ScheduleReason | null
  readonly onChange: (reason: ScheduleReason | null) => void
  /** Around its button, for a key that goes there. */
  readonly place: RefObject<HTMLDivElement | null>
}

const unsaid = 'unsaid'
const options = [{ id: unsaid, name: 'No reason' }, ...scheduleReasons.map((id) => ({ id, name: reasonWords(id) }))]

export function WhyAdded({ reason, onChange, place }: WhyAddedProps): ReactNode {
  return (
    <div className={styles.why} ref={place}>
      <ChoiceInput
        label="Because"
        value={reason ?? unsaid}
        options={options}
        onChange={(id) => onChange(scheduleReasons.find((known) => known === id) ?? null)}
      />
    </div>
  )
}

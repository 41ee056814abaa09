// To which day something goes.
import { mostDaysAhead } from '@lectern/protocol/rest/desk-words.ts'
import { type ReactNode, useState } from 'react'
import { AskDialog } from '../../../parts/ask-dialog/ask-dialog.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { daysLater } from '../../../state/schedule.ts'

interface DayDialogProps {
  readonly title: string
  readonly does: string
  readonly today: string
  /** The day that it is on now. */
  readonly day: string
  readonly onClose: () => void
  readonly onDo: (day: string) => void
}

export function DayDialog({ title, does, today, day, onClose, onDo }: DayDialogProps): ReactNode {
  const [to, setTo] = useState(daysLater(day < today ? today : day, day < today ? 0 : 1))
  const last = daysLater(today, mostDaysAhead)
  const wrong =
    to < today || to > last ? `A day from ${today} to ${last}.` : to === day ? 'Another day than this.' : null
  return (
    <AskDialog title={title} does={does} open onClose={onClose} onDo={() => wrong === null && onDo(to)} wrong={wrong}>
      <TextInput label="To" type="date" value={to} onChange={setTo} autoFocus />
    </AskDialog>
  )
}

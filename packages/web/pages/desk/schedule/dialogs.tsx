// The questions of the board: why something goes, and to which day.
import { type EntryRemoval, mostCommentLength, mostDaysAhead, removalReasons } from '@lectern/protocol/rest/schedule.ts'
import { type ReactNode, useState } from 'react'
import { AskDialog } from '../../../parts/ask-dialog/ask-dialog.tsx'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { ReasonChoice } from '../../../parts/reason-choice/reason-choice.tsx'
import { daysLater } from '../../../state/schedule.ts'

interface ReasonDialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly onDo: (why: EntryRemoval) => void
}

export function ReasonDialog({ title, onClose, onDo }: ReasonDialogProps): ReactNode {
  const [reason, setReason] = useState<EntryRemoval['reason'] | null>(null)
  const [comment, setComment] = useState('')
  const [asked, setAsked] = useState(false)
  return (
    <AskDialog
      title={title}
      does="Remove"
      open
      onClose={onClose}
      onDo={() => (reason === null ? setAsked(true) : onDo({ reason, comment: comment.trim() || null }))}
      wrong={asked && reason === null ? 'Choose a reason first.' : null}
    >
      <ReasonChoice reasons={removalReasons} value={reason} onChange={setReason} />
      <TextInput label="Comment (if it helps)" value={comment} onChange={setComment} maxLength={mostCommentLength} />
    </AskDialog>
  )
}

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

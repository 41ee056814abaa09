// Why something goes: one of a fixed list, and a few words if they help.
import { mostCommentLength } from '@lectern/protocol/rest/desk-words.ts'
import { type ReactNode, useState } from 'react'
import { AskDialog } from '../ask-dialog/ask-dialog.tsx'
import { TextInput } from '../fields/fields.tsx'
import { ReasonChoice } from './reason-choice.tsx'

interface ReasonDialogProps<R extends string> {
  readonly title: string
  readonly reasons: readonly R[]
  readonly onClose: () => void
  readonly onDo: (why: { readonly reason: R; readonly comment: string | null }) => void
}

export function ReasonDialog<R extends string>({ title, reasons, onClose, onDo }: ReasonDialogProps<R>): ReactNode {
  const [reason, setReason] = useState<R | null>(null)
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
      <ReasonChoice reasons={reasons} value={reason} onChange={setReason} />
      <TextInput label="Comment (if it helps)" value={comment} onChange={setComment} maxLength={mostCommentLength} />
    </AskDialog>
  )
}

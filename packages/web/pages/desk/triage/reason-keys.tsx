// Why it is rejected: one key, and for "other" a few words.
import type { RejectReason } from '@lectern/protocol/rest/desk-prospects.ts'
import { type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { rejectWords } from '../../../state/reject-reasons.ts'
import styles from './actions.module.css'
import { Asked } from './asked.tsx'

interface ReasonKeysProps {
  readonly onReason: (why: { reason: RejectReason; comment?: string }) => void
  readonly onLeave: () => void
}

export function ReasonKeys({ onReason, onLeave }: ReasonKeysProps): ReactNode {
  const [other, setOther] = useState(false)
  if (other) return <OtherReason onReason={onReason} onLeave={onLeave} />
  const answers = rejectWords.map(({ id, name, key }) => ({
    key,
    does: name,
    run: () => (id === 'OTHER' ? setOther(true) : onReason({ reason: id })),
  }))
  return <Asked question="Reject because of" answers={answers} onLeave={onLeave} />
}

function OtherReason({ onReason, onLeave }: ReasonKeysProps): ReactNode {
  const [comment, setComment] = useState('')
  return (
    <form
      className={`${styles.actions} ${styles.form}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (comment.trim() !== '') onReason({ reason: 'OTHER', comment: comment.trim() })
      }}
      onKeyDown={(event) => event.key === 'Escape' && onLeave()}
    >
      <TextInput
        label="Reject because"
        value={comment}
        onChange={setComment}
        maxLength={100}
        autoFocus
        hint="At most 100 characters; Enter rejects, Escape leaves it"
      />
      <button type="submit" className={button.button} disabled={comment.trim() === ''}>
        Reject
      </button>
    </form>
  )
}

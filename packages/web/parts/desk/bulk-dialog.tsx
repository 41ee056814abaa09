// Many decisions at once: first what is meant and how many, then one press. Nothing changes before that press.
import type { BulkAnswer, BulkBody, ProspectFilter, RejectReason } from '@lectern/protocol/rest/desk-prospects.ts'
import { type ReactNode, useState } from 'react'
import { postJson } from '../../state/api.ts'
import { rejectWords } from '../../state/reject-reasons.ts'
import { showToast } from '../../state/toasts.ts'
import button from '../button.module.css'
import { ChoiceInput, TextInput } from '../fields/fields.tsx'
import styles from './bulk-dialog.module.css'
import { DeskDialog } from './dialog.tsx'

interface BulkDialogProps {
  /** In words: "everything of paper.example that waits". */
  readonly meaning: string
  readonly of: BulkBody['of']
  readonly filter: ProspectFilter
  readonly onClose: () => void
  /** After it was done, and after it was taken back. */
  readonly onChanged: () => void
}

export function BulkDialog({ meaning, of, filter, onClose, onChanged }: BulkDialogProps): ReactNode {
  const [action, setAction] = useState<'reject' | 'dismiss'>('reject')
  const [reason, setReason] = useState<RejectReason>('PUBLISHER_QUALITY')
  const [comment, setComment] = useState('')
  const [dry, setDry] = useState<BulkAnswer | null>(null)
  const [said, setSaid] = useState('')
  const body: BulkBody = {
    of,
    filter,
    action:
      action === 'dismiss'
        ? { kind: 'dismiss' }
        : { kind: 'reject', reason, ...(comment.trim() !== '' && { comment: comment.trim() }) },
  }

  async function ask(token: string | null): Promise<void> {
    setSaid('')
    try {
      const answer = await postJson<BulkAnswer>('/v1/desk/bulk', token === null ? body : { ...body, token })
      if (!answer.done) return setDry(answer)
      onClose()
      onChanged()
      showToast(
        `${action === 'dismiss' ? 'Dismissed' : 'Rejected'} ${answer.count}`,
        () => void takeBack(answer, onChanged),
      )
    } catch (cause) {
      setDry(null)
      setSaid((cause as Error).message)
    }
  }
  const change = <T,>(set: (value: T) => void) => {
    return (value: T): void => {
      set(value)
      setDry(null)
    }
  }

  return (
    <DeskDialog title={`Decide about ${meaning}`} onClose={onClose}>
      <div className={styles.form}>
        {of === 'prospects' && (
          <ChoiceInput
            label="What to do"
            value={action}
            options={[
              { id: 'reject', name: 'Reject all' },
              { id: 'dismiss', name: 'Dismiss all' },
            ]}
            onChange={change((id: string) => setAction(id as 'reject' | 'dismiss'))}
          />
        )}
        {action === 'reject' && (
          <>
            <ChoiceInput
              label="Reason"
              value={reason}
              options={rejectWords}
              onChange={change((id: string) => setReason(id as RejectReason))}
            />
            <TextInput label="Comment" value={comment} onChange={change(setComment)} maxLength={100} />
          </>
        )}
        {said !== '' && <p role="alert">{said}</p>}
        {dry === null ? (
          <button type="button" className={button.quiet} onClick={() => void ask(null)}>
            See what would happen
          </button>
        ) : (
          <Result dry={dry} does={action === 'dismiss' ? 'Dismiss' : 'Reject'} onDo={() => void ask(dry.token)} />
        )}
      </div>
    </DeskDialog>
  )
}

function Result({ dry, does, onDo }: { dry: BulkAnswer; does: string; onDo: () => void }): ReactNode {
  const more = dry.count - dry.titles.length
  return (
    <div className={styles.result} role="status">
      <p>
        <strong>{dry.count}</strong> are meant
        {dry.publishers.length > 1 && `, of ${dry.publishers.length} publishers`}. Nothing was changed yet.
      </p>
      <ul>
        {dry.titles.map((title) => (
          <li key={title}>{title}</li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
      {dry.count > 0 && (
        <button type="button" className={button.button} onClick={onDo}>
          {does} {dry.count}
        </button>
      )}
    </div>
  )
}

async function takeBack({ decisions }: BulkAnswer, changed: () => void): Promise<void> {
  const answers = await Promise.allSettled(decisions.map((id) => postJson(`/v1/desk/decisions/${id}/undo`, {})))
  const left = answers.filter(({ status }) => status === 'rejected').length
  changed()
  showToast(
    left === 0 ? `All ${decisions.length} are as before` : `${left} could not be taken back: decided again since`,
  )
}

// A question before something is done: a title, some fields, one button that does it. Enter does it, Escape does not.
import type { FormEvent, ReactNode } from 'react'
import button from '../button.module.css'
import { DeskDialog } from '../desk/dialog.tsx'
import styles from './ask-dialog.module.css'

interface AskDialogProps {
  readonly title: string
  /** What the button says. */
  readonly does: string
  readonly open: boolean
  readonly onClose: () => void
  readonly onDo: () => void
  /** Why it cannot be done now; null: it can. */
  readonly wrong?: string | null
  readonly children: ReactNode
}

export function AskDialog({ title, does, open, onClose, onDo, wrong = null, children }: AskDialogProps): ReactNode {
  function submit(event: FormEvent): void {
    event.preventDefault()
    onDo()
  }
  if (!open) return null
  return (
    <DeskDialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {children}
        {wrong !== null && (
          <p className={styles.wrong} role="alert">
            {wrong}
          </p>
        )}
        <div className={styles.actions}>
          <button type="submit" className={button.button}>
            {does}
          </button>
          <button type="button" className={button.quiet} onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </DeskDialog>
  )
}

// The toasts of the page: said by a live region, gone after ten seconds unless the pointer or the keyboard is on them.
import { type ReactNode, useEffect, useState } from 'react'
import { useCell } from '../../state/cell.ts'
import { closeToast, type Toast, toasts } from '../../state/toasts.ts'
import { Icon } from '../icon.tsx'
import styles from './toasts.module.css'

const shownMs = 10_000

export function Toasts(): ReactNode {
  const list = useCell(toasts)
  const [held, setHeld] = useState(false)
  return (
    <aside
      className={styles.region}
      aria-label="Notifications"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="status" aria-live="polite" aria-atomic="false">
        {list.map((toast) => (
          <OneToast key={toast.id} toast={toast} held={held} />
        ))}
      </div>
    </aside>
  )
}

function OneToast({ toast, held }: { toast: Toast; held: boolean }): ReactNode {
  const { id, text, undo } = toast
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => closeToast(id), shownMs)
    return () => clearTimeout(timer)
  }, [id, held])

  return (
    <div className={styles.toast}>
      <span className={styles.text}>{text}</span>
      {undo && (
        <button type="button" className={styles.undo} title="Undo (Ctrl+Z)" onClick={() => takeBack(undo)}>
          Undo
        </button>
      )}
      <button type="button" className={styles.close} aria-label="Close" onClick={() => closeToast(id)}>
        <Icon name="close" />
      </button>
    </div>
  )

  function takeBack(run: () => void): void {
    closeToast(id)
    run()
  }
}

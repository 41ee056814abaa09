// Short messages about what just happened, most with a way back. Newest last.
import { cell } from './cell.ts'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly undo: (() => void) | null
}

const most = 3
let made = 0

export const toasts = cell<readonly Toast[]>([])

/** Answers its id, to close it. */
export function showToast(text: string, undo: (() => void) | null = null): number {
  const id = made++
  toasts.set([...toasts.get(), { id, text, undo }].slice(-most))
  return id
}

export function closeToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id))
}

/** Takes the newest action back; false when there is none. */
export function undoNewest(): boolean {
  const toast = toasts.get().findLast((one) => one.undo)
  if (!toast) return false
  closeToast(toast.id)
  toast.undo?.()
  return true
}

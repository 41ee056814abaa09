// The single-key map, Pocket's where Pocket had one. The help dialog lists this table and the handler obeys it.
import { cell } from './cell.ts'
import { kept } from './kept.ts'

export type Command = 'next' | 'previous' | 'open' | 'like' | 'dismiss' | 'help'

export const keyMap: readonly { readonly key: string; readonly command: Command; readonly does: string }[] = [
  { key: 'j', command: 'next', does: 'Next card' },
  { key: 'k', command: 'previous', does: 'Previous card' },
  { key: 'o', command: 'open', does: 'Open the original in a new tab' },
  { key: 'f', command: 'like', does: 'Like, or take the like back' },
  { key: 'd', command: 'dismiss', does: 'Not for me' },
  { key: '?', command: 'help', does: 'This help' },
]

const stored = kept<boolean>('single-keys', (value) => (typeof value === 'boolean' ? value : null), true)

/** WCAG 2.1.4: single-key shortcuts can be switched off. */
export const singleKeys = cell(stored.get())

export function switchSingleKeys(on: boolean): void {
  stored.set(on)
  singleKeys.set(on)
}

/** The command a key press means, or null when it belongs to someone else: a field, a dialog, a menu, the browser. */
export function commandOf(event: KeyboardEvent): Command | null {
  return isSingleKey(event) ? (keyMap.find((entry) => entry.key === event.key)?.command ?? null) : null
}

/** False when it belongs to a field, a dialog, a menu or the browser, or when single keys are switched off. */
export function isSingleKey(event: KeyboardEvent): boolean {
  if (!singleKeys.get() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  const { target } = event
  return !(
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]')
  )
}

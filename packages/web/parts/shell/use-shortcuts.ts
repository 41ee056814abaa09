// Obeys the keys of the page, then the key map: a command presses the same control a pointer would.
import { useEffect } from 'react'
import { currentCard, stepCard } from '../../state/card-focus.ts'
import { runPageKey } from '../../state/page-keys.ts'
import { type Command, commandOf, isSingleKey } from '../../state/shortcuts.ts'
import { undoNewest } from '../../state/toasts.ts'

export function useShortcuts(showHelp: () => void): void {
  useEffect(() => {
    function obey(event: KeyboardEvent): void {
      if (isSingleKey(event) && runPageKey(event.key)) {
        event.preventDefault()
        return
      }
      const command = commandOf(event)
      if (command ? run(command, showHelp) : isUndo(event) && undoNewest()) event.preventDefault()
    }
    document.addEventListener('keydown', obey)
    return () => document.removeEventListener('keydown', obey)
  }, [showHelp])
}

function run(command: Command, showHelp: () => void): true {
  switch (command) {
    case 'next':
      stepCard(1)
      return true
    case 'previous':
      stepCard(-1)
      return true
    case 'help':
      showHelp()
      return true
    case 'open':
    case 'like':
    case 'dismiss':
      currentCard()?.querySelector<HTMLElement>(`[data-action=${command}]`)?.click()
      return true
  }
}

function isUndo(event: KeyboardEvent): boolean {
  const field = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')
  return event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !field
}

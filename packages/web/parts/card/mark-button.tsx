// One icon toggle of a card. The name stays, the pressed state changes.
import type { ReactNode } from 'react'
import type { Mark } from '../../state/actions.ts'
import { Icon } from '../icon.tsx'
import styles from './mark-button.module.css'

const words = {
  save: { name: 'Save', hint: 'Save for later' },
  like: { name: 'Like', hint: 'Like: more like this (f)' },
  dismiss: { name: 'Not for me', hint: 'Not for me: less like this (d)' },
} satisfies Record<Mark, unknown>

interface MarkButtonProps {
  readonly kind: Mark
  readonly on: boolean
  /** The id of the card's title, which says what the button is about. */
  readonly about: string
  readonly press: () => void
}

export function MarkButton({ kind, on, about, press }: MarkButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={styles.mark}
      data-action={kind}
      aria-label={words[kind].name}
      aria-pressed={on}
      aria-describedby={about}
      title={words[kind].hint}
      onClick={press}
    >
      <Icon name={kind} filled={on} />
    </button>
  )
}

// Until when it is put off.
import type { ReactNode } from 'react'
import { Asked } from './asked.tsx'

const day = 86_400_000
const choices = [
  { key: '1', days: 1, name: 'Tomorrow' },
  { key: '3', days: 3, name: 'In 3 days' },
  { key: '7', days: 7, name: 'In a week' },
  { key: '0', days: 30, name: 'In a month' },
] as const

interface LaterKeysProps {
  readonly onLater: (until: number) => void
  readonly onLeave: () => void
}

export function LaterKeys({ onLater, onLeave }: LaterKeysProps): ReactNode {
  const answers = choices.map(({ key, days, name }) => ({
    key,
    does: name,
    run: () => onLater(Date.now() + days * day),
  }))
  return <Asked question="Put off until" answers={answers} onLeave={onLeave} />
}

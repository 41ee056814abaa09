// What can be decided about a prospect: one key each, and for some one key more.
import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { KeyButton } from '../../../parts/key-button/key-button.tsx'
import type { EditedField } from '../../../state/approval.ts'
import { type PageKey, usePageKeys } from '../../../state/page-keys.ts'
import { surfacesQuery } from '../../../state/schedule.ts'
import type { Triage } from '../../../state/triage.ts'
import styles from './actions.module.css'
import { LaterKeys } from './later-keys.tsx'
import { ReasonKeys } from './reason-keys.tsx'
import { ScheduleKeys } from './schedule-keys.tsx'
import { WhyDialog } from './why.tsx'

interface ActionsProps {
  readonly prospect: Prospect
  readonly triage: Triage
  readonly onApprove: () => void
  readonly onEdit: (focus: EditedField) => void
}

export function Actions({ prospect, triage, onApprove, onEdit }: ActionsProps): ReactNode {
  const [asking, setAsking] = useState<'reason' | 'later' | 'schedule' | null>(null)
  const [why, setWhy] = useState(false)
  const leave = (): void => setAsking(null)
  const keys = {
    approve: { key: 'a', does: 'Approve', run: onApprove },
    schedule: { key: 's', does: 'Approve and schedule', run: () => setAsking('schedule') },
    reject: { key: 'r', does: 'Reject, then the key of the reason', run: () => setAsking('reason') },
    dismiss: { key: 'd', does: 'Dismiss', run: () => triage.decide(prospect, { kind: 'dismiss' }) },
    later: { key: 'l', does: 'Later, then the key of when', run: () => setAsking('later') },
    edit: { key: 'e', does: 'Edit title, excerpt, authors', run: () => onEdit('title') },
    topic: { key: 't', does: 'Change the topic', run: () => onEdit('topic') },
    open: {
      key: 'o',
      does: 'Open the original in a new tab',
      run: () => void window.open(prospect.url, '_blank', 'noreferrer'),
    },
    why: { key: 'w', does: 'Why the models say so', run: () => setWhy(true) },
  } satisfies Record<string, PageKey>
  usePageKeys(Object.values(keys))
  // Here before it is asked on which board.
  useQuery(surfacesQuery)
  if (asking === 'reason')
    return <ReasonKeys onLeave={leave} onReason={(why) => triage.decide(prospect, { kind: 'reject', ...why })} />
  if (asking === 'later')
    return <LaterKeys onLeave={leave} onLater={(until) => triage.decide(prospect, { kind: 'later', until })} />
  if (asking === 'schedule') return <ScheduleKeys prospect={prospect} triage={triage} onLeave={leave} onEdit={onEdit} />
  return (
    <div className={styles.actions} role="toolbar" aria-label="Decide">
      <KeyButton entry={keys.approve} mood="yes" />
      <KeyButton entry={keys.schedule}>Schedule…</KeyButton>
      <KeyButton entry={keys.reject}>Reject…</KeyButton>
      <KeyButton entry={keys.dismiss} />
      <KeyButton entry={keys.later}>Later…</KeyButton>
      <span className={styles.rest}>
        <KeyButton entry={keys.edit}>Edit</KeyButton>
        <KeyButton entry={keys.topic}>Topic</KeyButton>
        <KeyButton entry={keys.open}>Open</KeyButton>
        <KeyButton entry={keys.why}>Why</KeyButton>
      </span>
      {why && <WhyDialog id={prospect.id} onClose={() => setWhy(false)} />}
    </div>
  )
}

// Putting a document in force: for everybody, a share of the readers, or as an arm, always with an owner and a reason.
import { type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { numberOf } from './number-of.ts'
import styles from './priorities.module.css'

type Rollout =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'arm'; readonly experiment: string; readonly percent: number }

export interface Release {
  readonly rollout: Rollout
  readonly owner: string
  readonly reason: string
}

interface PublishFormProps {
  readonly owner: string
  readonly busy: boolean
  readonly onPublish: (release: Release) => void
}

const ways = [
  { id: 'everybody', name: 'Everybody, at once' },
  { id: 'percent', name: 'A share of the readers' },
  { id: 'arm', name: 'An arm of an experiment' },
]

export function PublishForm({ owner: known, busy, onPublish }: PublishFormProps): ReactNode {
  const [way, setWay] = useState('everybody')
  const [percent, setPercent] = useState('10')
  const [experiment, setExperiment] = useState('')
  const [owner, setOwner] = useState(known)
  const [reason, setReason] = useState('')
  const share = numberOf(percent)
  const wrongShare = way !== 'everybody' && !(share !== undefined && share >= 0.1 && share <= 99.9)
  const ready =
    reason.trim().length >= 3 && owner.trim() !== '' && !wrongShare && (way !== 'arm' || experiment.trim() !== '')
  const rollout = (): Rollout => {
    if (way === 'everybody') return { kind: 'everybody' }
    return way === 'arm'
      ? { kind: 'arm', experiment: experiment.trim(), percent: share! }
      : { kind: 'percent', percent: share! }
  }
  return (
    <form
      className={styles.publish}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onPublish({ rollout: rollout(), owner: owner.trim(), reason: reason.trim() })
      }}
    >
      <ChoiceInput label="For" value={way} options={ways} onChange={setWay} />
      {way !== 'everybody' && (
        <TextInput
          label="Percent of the readers"
          type="number"
          value={percent}
          onChange={setPercent}
          wrong={wrongShare ? 'From 0.1 to 99.9.' : undefined}
        />
      )}
      {way === 'arm' && (
        <TextInput
          label="Experiment"
          hint="Slates name it."
          value={experiment}
          onChange={setExperiment}
          maxLength={64}
        />
      )}
      <TextInput label="Owner" hint="Who answers for it." value={owner} onChange={setOwner} maxLength={100} />
      <TextInput label="Reason" hint="Kept with the release." value={reason} onChange={setReason} maxLength={500} />
      <button type="submit" className={button.button} disabled={busy || !ready}>
        {busy ? 'One moment…' : 'Publish'}
      </button>
    </form>
  )
}

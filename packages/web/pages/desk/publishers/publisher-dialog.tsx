// One publisher: name and aliases, trust, and the evidence with its sources.
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { type FormEvent, type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { BulkDialog } from '../../../parts/desk/bulk-dialog.tsx'
import { DeskDialog } from '../../../parts/desk/dialog.tsx'
import { EvidenceList } from '../../../parts/desk/evidence-list.tsx'
import { CheckInput, ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { deleteJson, postJson } from '../../../state/api.ts'
import { refreshDesk } from '../../../state/corpus.ts'
import { showToast } from '../../../state/toasts.ts'
import { changePublisher } from './change-publisher.ts'
import styles from './publishers.module.css'

interface PublisherDialogProps {
  readonly publisher: Publisher
  /** May this person change it? */
  readonly leads: boolean
  readonly onClose: () => void
}

const states = [
  { id: 'trusted', name: 'Trusted' },
  { id: 'excluded', name: 'Excluded: never scheduled' },
  { id: 'unknown', name: 'Not known' },
]

export function PublisherDialog({ publisher, leads, onClose }: PublisherDialogProps): ReactNode {
  const [name, setName] = useState(publisher.name)
  const [aliases, setAliases] = useState(publisher.aliases.join(', '))
  const [state, setState] = useState(publisher.state)
  const [paywalled, setPaywalled] = useState(publisher.paywalled)
  const [said, setSaid] = useState<string | null>(null)
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const list = aliases.split(',').flatMap((alias) => (alias.trim() === '' ? [] : [alias.trim()]))
    const wrong = await changePublisher(publisher, {
      ...(name.trim() !== publisher.name && { name: name.trim() }),
      ...(list.join() !== publisher.aliases.join() && { aliases: list }),
      ...(state !== publisher.state && { state }),
      ...(paywalled !== publisher.paywalled && { paywalled }),
    })
    setSaid(wrong)
    if (wrong === null) onClose()
  }
  return (
    <DeskDialog title={publisher.name} onClose={onClose}>
      {leads && (
        <form className={styles.form} onSubmit={(event) => void save(event)}>
          <TextInput
            label="Name"
            value={name}
            onChange={setName}
            hint="All its items take this name at once; the former one becomes an alias"
          />
          <TextInput label="Aliases, by comma" value={aliases} onChange={setAliases} />
          <ChoiceInput
            label="Trust"
            value={state}
            options={states}
            onChange={(id) => setState(id as Publisher['state'])}
          />
          <CheckInput value={paywalled} onChange={setPaywalled}>
            Asks for payment
          </CheckInput>
          {said !== null && <p role="alert">{said}</p>}
          <button type="submit" className={button.button}>
            Save
          </button>
        </form>
      )}
      <section>
        <h3>Evidence</h3>
        <EvidenceList
          evidence={publisher.evidence}
          {...(leads && {
            action: (id: number) => (
              <button type="button" className={button.quiet} onClick={() => void remove(publisher, id)}>
                Remove
              </button>
            ),
          })}
        />
      </section>
      {leads && <AddEvidence domain={publisher.domain} />}
      {leads && <Everything publisher={publisher} />}
    </DeskDialog>
  )
}

/** What waits and what is approved of one publisher, at once. */
function Everything({ publisher: { domain, waiting, approved } }: { publisher: Publisher }): ReactNode {
  const [of, setOf] = useState<'prospects' | 'corpus' | null>(null)
  return (
    <section className={styles.form}>
      <h3>Everything of it</h3>
      <p className={styles.tools}>
        <button type="button" className={button.quiet} disabled={waiting === 0} onClick={() => setOf('prospects')}>
          {waiting} that wait…
        </button>
        <button type="button" className={button.quiet} disabled={approved === 0} onClick={() => setOf('corpus')}>
          {approved} approved…
        </button>
      </p>
      {of && (
        <BulkDialog
          meaning={`everything of ${domain} that ${of === 'corpus' ? 'is approved' : 'waits'}`}
          of={of}
          filter={{ domain }}
          onClose={() => setOf(null)}
          onChanged={() => void refreshDesk('publishers')}
        />
      )}
    </section>
  )
}

async function remove({ domain, evidence }: Publisher, id: number): Promise<void> {
  const was = evidence.find((one) => one.id === id)
  await deleteJson(`/v1/desk/publishers/${domain}/evidence/${id}`)
  await refreshDesk('publishers')
  if (was === undefined) return
  const { id: _, ...body } = was
  showToast(`Evidence removed: ${was.claim}`, () => {
    void postJson(`/v1/desk/publishers/${domain}/evidence`, body).then(() => refreshDesk('publishers'))
  })
}

const empty = { source: '', claim: '', value: '', date: '', licence: '', url: '' }
const labels: Record<keyof typeof empty, string> = {
  claim: 'What it is about',
  value: 'What is known',
  source: 'Who says so',
  date: 'As of',
  licence: 'Licence',
  url: 'Address',
}

function AddEvidence({ domain }: { domain: string }): ReactNode {
  const [fields, setFields] = useState(empty)
  const [said, setSaid] = useState('')
  async function add(event: FormEvent): Promise<void> {
    event.preventDefault()
    const named = Object.entries(fields).filter(([, value]) => value.trim() !== '')
    try {
      await postJson(`/v1/desk/publishers/${domain}/evidence`, Object.fromEntries(named))
      await refreshDesk('publishers')
      setFields(empty)
      setSaid('')
    } catch (cause) {
      setSaid((cause as Error).message)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void add(event)} aria-label="Add evidence">
      <h3>Add evidence</h3>
      <div className={styles.grid}>
        {(Object.keys(labels) as (keyof typeof empty)[]).map((field) => (
          <TextInput
            key={field}
            label={labels[field]}
            type={field === 'date' ? 'date' : field === 'url' ? 'url' : 'text'}
            value={fields[field]}
            onChange={(value) => setFields({ ...fields, [field]: value })}
          />
        ))}
      </div>
      {said !== '' && <p role="alert">{said}</p>}
      <button type="submit" className={button.quiet}>
        Add
      </button>
    </form>
  )
}

// One prospect, large: what it is, what to beware of, who stands behind it, and what can be decided.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { Prospect, Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type EditedField, lackOf } from '../../../state/approval.ts'
import { mayEditDesk } from '../../../state/desk.ts'
import { topicTitle } from '../../../state/topics.ts'
import type { Triage } from '../../../state/triage.ts'
import { Actions } from './actions.tsx'
import { EditForm } from './edit-form.tsx'
import { JudgementFacts } from './judgement-facts.tsx'
import styles from './prospect-view.module.css'
import { PublisherFacts } from './publisher-facts.tsx'
import { Warnings } from './warnings.tsx'

interface ProspectViewProps {
  readonly prospect: Prospect
  readonly publisher: Publisher | undefined
  readonly triage: Triage
  readonly person: Me['reader']
}

export function ProspectView({ prospect, publisher, triage, person }: ProspectViewProps): ReactNode {
  const [editing, setEditing] = useState<{ focus: EditedField; approve: boolean } | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { activeElement } = document
    // Whoever is in a menu or types a filter stays there.
    if (activeElement?.closest('input, textarea, [role=menu], [role=listbox], [role=dialog]')) return
    heading.current?.focus({ preventScroll: true })
    if ((heading.current?.getBoundingClientRect().top ?? 0) < 0) heading.current?.scrollIntoView({ block: 'start' })
  }, [])
  const mayEdit = mayEditDesk(person, prospect.surface)

  function approve(): void {
    const [lack] = Object.keys(lackOf(prospect)) as EditedField[]
    if (lack === undefined) triage.decide(prospect, { kind: 'approve' })
    else setEditing({ focus: lack, approve: true })
  }

  return (
    <article className={styles.prospect} aria-labelledby="prospect-title">
      {editing ? (
        <EditForm
          prospect={prospect}
          focus={editing.focus}
          approve={editing.approve}
          onCancel={() => setEditing(null)}
          onSave={(patch, thenApprove) => {
            setEditing(null)
            if (thenApprove) triage.decide(prospect, { kind: 'approve', patch })
            else triage.edit(prospect, patch)
          }}
        />
      ) : (
        <>
          <p className={styles.from}>
            <strong>{prospect.publisher ?? prospect.domain}</strong>
            {prospect.publisher && prospect.publisher !== prospect.domain && <span>{prospect.domain}</span>}
            <span>{dayOf(prospect.publishedAt)}</span>
            {prospect.minutes !== null && <span>{prospect.minutes} min</span>}
            {prospect.language && <span>{prospect.language}</span>}
          </p>
          <h2 id="prospect-title" className={styles.title} tabIndex={-1} ref={heading}>
            {prospect.title}
          </h2>
          <p className={styles.topic}>
            <span>{prospect.topic === null ? 'No topic' : topicTitle(prospect.topic)}</span>
            {prospect.topicBy === 'model' && prospect.topicConfidence !== null && (
              <small>{Math.round(prospect.topicConfidence * 100)} % sure</small>
            )}
            <small>{prospect.authors.length === 0 ? 'No author' : `By ${prospect.authors.join(', ')}`}</small>
          </p>
          <PublisherFacts publisher={publisher} domain={prospect.domain} />
          <Warnings prospect={prospect} />
          <p className={styles.excerpt}>{prospect.excerpt ?? 'No excerpt.'}</p>
          {prospect.opening && <p className={styles.opening}>{prospect.opening}…</p>}
        </>
      )}
      <JudgementFacts prospect={prospect.id} value={prospect.value} />
      {mayEdit ? (
        editing === null && (
          <Actions
            prospect={prospect}
            triage={triage}
            onApprove={approve}
            onEdit={(focus) => setEditing({ focus, approve: false })}
          />
        )
      ) : (
        <p className={styles.from}>Your role lets you look, not decide, here.</p>
      )}
    </article>
  )
}

function dayOf(at: number | null): string {
  return at === null ? 'no date' : new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium' })
}

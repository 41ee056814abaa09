// Editing in place: title, excerpt, topic, authors. Opened by a key, or by an approval that lacks something.
import type { Prospect, ProspectPatch } from '@lectern/protocol/rest/desk-prospects.ts'
import type { TopicId } from '@lectern/protocol/rest/items.ts'
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import button from '../../../parts/button.module.css'
import { ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { type EditedField, lackOf } from '../../../state/approval.ts'
import { topics } from '../../../state/topics.ts'
import styles from './edit-form.module.css'

interface EditFormProps {
  readonly prospect: Prospect
  readonly focus: EditedField
  /** Something was missing for an approval: saving goes on with it. */
  readonly approve: boolean
  readonly onSave: (patch: ProspectPatch, thenApprove: boolean) => void
  readonly onCancel: () => void
}

export function EditForm({ prospect, focus, approve, onSave, onCancel }: EditFormProps): ReactNode {
  const [title, setTitle] = useState(prospect.title)
  const [excerpt, setExcerpt] = useState(prospect.excerpt ?? '')
  const [topic, setTopic] = useState(prospect.topic)
  const [authors, setAuthors] = useState(prospect.authors.join(', ') || (approve ? (prospect.publisher ?? '') : ''))
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(`[data-field=${focus}] :is(input, textarea, button)`)?.focus()
  }, [focus])
  const names = authors.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  const wrong = lackOf({ title, excerpt, topic, authors: names })
  // Without an approval, what was missing before may still be missing.
  const stops = approve ? wrong : withoutOld(wrong, lackOf(prospect))
  const maySave = Object.keys(stops).length === 0

  function save(): void {
    if (!maySave) return
    const patch: ProspectPatch = {}
    if (title.trim() !== prospect.title) patch.title = title.trim()
    if (excerpt.trim() !== (prospect.excerpt ?? '')) patch.excerpt = excerpt.trim()
    if (topic !== prospect.topic && topic !== null) patch.topic = topic as TopicId
    if (names.join() !== prospect.authors.join() && names.length > 0) patch.authors = names
    onSave(patch, approve)
  }
  function keys(event: KeyboardEvent): void {
    if (event.key === 'Escape') onCancel()
  }
  /** Before the field that has the focus: to the choice of a topic, Enter with any other key means to open. */
  function saveKeys(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    save()
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    save()
  }

  return (
    <form
      className={styles.form}
      ref={form}
      onSubmit={submit}
      onKeyDown={keys}
      onKeyDownCapture={saveKeys}
      aria-label="Edit"
    >
      <h2 id="prospect-title">{approve ? 'This is missing before it can be approved' : 'Edit'}</h2>
      <div data-field="title">
        <TextInput label="Title" value={title} onChange={setTitle} wrong={wrong.title} />
      </div>
      <div data-field="excerpt">
        <TextInput label="Excerpt" value={excerpt} onChange={setExcerpt} lines={4} wrong={wrong.excerpt} />
      </div>
      <div data-field="topic">
        <ChoiceInput label="Topic" value={topic} options={topics} onChange={setTopic} wrong={wrong.topic} />
      </div>
      <div data-field="authors">
        <TextInput label="Authors, by comma" value={authors} onChange={setAuthors} wrong={wrong.authors} />
      </div>
      <div className={styles.foot}>
        <button type="submit" className={button.button} disabled={!maySave}>
          {approve ? 'Save and approve' : 'Save'}
        </button>
        <button type="button" className={button.quiet} onClick={onCancel}>
          Leave it
        </button>
        <small>Ctrl Enter saves, Escape leaves it</small>
      </div>
    </form>
  )
}

function withoutOld(
  wrong: Partial<Record<EditedField, string>>,
  old: Partial<Record<EditedField, string>>,
): Partial<Record<EditedField, string>> {
  return Object.fromEntries(Object.entries(wrong).filter(([field]) => !(field in old)))
}

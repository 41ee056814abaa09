// One item of the corpus: its fields to edit, a way out of the corpus, and what was done with it.
import type { CorpusItem, CorpusPatch, ItemHistory } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Decided, RejectReason } from '@lectern/protocol/rest/desk-prospects.ts'
import type { TopicId } from '@lectern/protocol/rest/items.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { AuditEntryView } from '../../../parts/desk/audit-entry.tsx'
import { DeskDialog } from '../../../parts/desk/dialog.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { CheckInput, ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { getJson, patchJson, postJson } from '../../../state/api.ts'
import { lackOf } from '../../../state/approval.ts'
import { refreshDesk } from '../../../state/corpus.ts'
import { rejectWords } from '../../../state/reject-reasons.ts'
import { showToast } from '../../../state/toasts.ts'
import { topics } from '../../../state/topics.ts'
import styles from './item-dialog.module.css'

interface ItemDialogProps {
  readonly id: string
  readonly onClose: () => void
}

const pathOf = (id: string): string => `/v1/desk/items/${encodeURIComponent(id)}`

export function ItemDialog({ id, onClose }: ItemDialogProps): ReactNode {
  const item = useQuery({
    queryKey: ['desk', 'item', id],
    queryFn: ({ signal }) => getJson<ItemHistory>(pathOf(id), signal),
    staleTime: 0,
  })
  return (
    <DeskDialog title={item.data?.item?.title ?? 'Item'} onClose={onClose}>
      <DeskState query={item} empty={false} nothing="">
        {item.data?.item && <Edit item={item.data.item} onClose={onClose} />}
        {item.data?.item && <Reject id={id} title={item.data.item.title} onClose={onClose} />}
        <section>
          <h3>History</h3>
          {item.data?.history.map((entry) => (
            <AuditEntryView key={entry.id} entry={entry} />
          ))}
        </section>
      </DeskState>
    </DeskDialog>
  )
}

function Edit({ item, onClose }: { item: CorpusItem; onClose: () => void }): ReactNode {
  const [title, setTitle] = useState(item.title)
  const [excerpt, setExcerpt] = useState(item.excerpt ?? '')
  const [topic, setTopic] = useState(item.topic)
  const [authors, setAuthors] = useState(item.authors.join(', '))
  const [timeSensitive, setTimeSensitive] = useState(item.timeSensitive)
  const [said, setSaid] = useState('')
  const names = authors.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  const patch: CorpusPatch = {}
  if (title.trim() !== item.title) patch.title = title.trim()
  if (excerpt.trim() !== (item.excerpt ?? '')) patch.excerpt = excerpt.trim()
  if (topic !== item.topic && topic !== null) patch.topic = topic as TopicId
  if (names.join() !== item.authors.join()) patch.authors = names
  if (timeSensitive !== item.timeSensitive) patch.timeSensitive = timeSensitive
  // What came by import may lack things: only what was changed is judged.
  const lacks = Object.entries(lackOf({ title, excerpt, topic, authors: names }))
  const wrong: ReturnType<typeof lackOf> = Object.fromEntries(lacks.filter(([field]) => field in patch))

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    try {
      await patchJson(pathOf(item.id), patch)
      await Promise.all([refreshDesk('corpus'), refreshDesk('item')])
      showToast(`Saved “${title.trim()}”`)
      onClose()
    } catch (cause) {
      setSaid((cause as Error).message)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <TextInput label="Title" value={title} onChange={setTitle} wrong={wrong.title} />
      <TextInput label="Excerpt" value={excerpt} onChange={setExcerpt} lines={3} wrong={wrong.excerpt} />
      <ChoiceInput label="Topic" value={topic} options={topics} onChange={setTopic} wrong={wrong.topic} />
      <TextInput label="Authors, by comma" value={authors} onChange={setAuthors} wrong={wrong.authors} />
      <CheckInput value={timeSensitive} onChange={setTimeSensitive}>
        Will be old soon
      </CheckInput>
      {said !== '' && <p role="alert">{said}</p>}
      <button type="submit" className={button.button} disabled={Object.keys(wrong).length > 0}>
        Save
      </button>
    </form>
  )
}

function Reject({ id, title, onClose }: { id: string; title: string; onClose: () => void }): ReactNode {
  const [reason, setReason] = useState<RejectReason>('PUBLISHER_QUALITY')
  const [comment, setComment] = useState('')
  const [said, setSaid] = useState('')
  async function reject(): Promise<void> {
    try {
      const body = { reason, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) }
      const { decision } = await postJson<Decided>(`${pathOf(id)}/reject`, body)
      await refreshDesk('corpus')
      showToast(`Rejected “${title}”: no list has it any more`, () => {
        void postJson(`/v1/desk/decisions/${decision}/undo`, {}).then(() => refreshDesk('corpus'))
      })
      onClose()
    } catch (cause) {
      setSaid((cause as Error).message)
    }
  }
  return (
    <details className={styles.reject}>
      <summary>Reject it after all</summary>
      <div className={styles.form}>
        <ChoiceInput
          label="Reason"
          value={reason}
          options={rejectWords}
          onChange={(value) => setReason(value as RejectReason)}
        />
        <TextInput
          label="Comment"
          value={comment}
          onChange={setComment}
          maxLength={100}
          hint={reason === 'OTHER' ? 'Needed for this reason' : 'At most 100 characters'}
        />
        {said !== '' && <p role="alert">{said}</p>}
        <button type="button" className={button.quiet} onClick={() => void reject()}>
          Reject, and take it off every list, board and section
        </button>
      </div>
    </details>
  )
}

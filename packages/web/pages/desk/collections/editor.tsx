// A collection as a form. What is saved is the whole of it, so nothing that is not shown here can be lost.

import type { Collection, CollectionBody, CollectionStory } from '@lectern/protocol/rest/collections.ts'
import { collectionStatuses, partnerships } from '@lectern/protocol/rest/desk-words.ts'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import button from '../../../parts/button.module.css'
import { ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { FindItem } from '../../../parts/find-item/find-item.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { OrderedList } from '../../../parts/ordered-list/ordered-list.tsx'
import {
  bodyOf,
  collectionQuery,
  collectionsQuery,
  emptyCollection,
  namesIn,
  saveCollection,
  slugOf,
} from '../../../state/collections.ts'
import { failureOf } from '../../../state/failure.ts'
import { online } from '../../../state/online.ts'
import { queryClient } from '../../../state/query-client.ts'
import { reasonWords } from '../../../state/reason-words.ts'
import { showToast } from '../../../state/toasts.ts'
import styles from './collections.module.css'
import { StoryFields } from './story-fields.tsx'

const Markdown = lazy(() => import('../../../parts/markdown/markdown.tsx').then((part) => ({ default: part.Markdown })))

interface EditorProps {
  /** null: a new one. */
  readonly before: Collection | null
  readonly mayEdit: boolean
  readonly onSaved: (id: string) => void
  readonly onClose: () => void
}

const partners = [
  { id: 'none', name: 'Nobody' },
  ...partnerships.map((kind) => ({ id: kind, name: reasonWords(kind) })),
]

export function Editor({ before, mayEdit, onSaved, onClose }: EditorProps): ReactNode {
  const [body, setBody] = useState<CollectionBody>(before === null ? emptyCollection : bodyOf(before))
  const [authors, setAuthors] = useState(body.authors.join(', '))
  const [wrong, setWrong] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const set = (fields: Partial<CollectionBody>): void => setBody((now) => ({ ...now, ...fields }))
  const setStories = (stories: CollectionStory[]): void => set({ stories })
  const text = (name: 'title' | 'excerpt' | 'intro' | 'language' | 'slug') => ({
    value: body[name],
    onChange: (value: string) => set({ [name]: value }),
    isDisabled: !mayEdit,
  })
  async function save(): Promise<void> {
    setSaving(true)
    try {
      const saved = await saveCollection(before, {
        ...body,
        slug: body.slug || slugOf(body.title),
        authors: namesIn(authors),
      })
      queryClient.setQueryData(collectionQuery(saved.id).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: collectionsQuery.queryKey })
      showToast(saved.status === 'PUBLISHED' ? `Published at /collections/${saved.slug}` : `Saved “${saved.title}”`)
      onSaved(saved.id)
    } catch (error) {
      const { title, detail } = failureOf(error, online.get())
      setWrong(`${title}. ${detail}`)
    } finally {
      setSaving(false)
    }
  }
  const { partner, stories } = body
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextInput label="Title" {...text('title')} maxLength={255} autoFocus={before === null} />
      <TextInput
        label="Address"
        {...text('slug')}
        placeholder={slugOf(body.title)}
        hint={`/collections/${body.slug || slugOf(body.title) || '…'}`}
      />
      <TextInput label="Excerpt" {...text('excerpt')} lines={2} maxLength={1000} />
      <div className={styles.intro}>
        <TextInput label="Introduction" {...text('intro')} lines={8} hint="Markdown. HTML is shown as text." />
        <div>
          <p className={styles.label}>As readers see it</p>
          <Suspense fallback={null}>
            <Markdown>{body.intro}</Markdown>
          </Suspense>
        </div>
      </div>
      <div className={styles.pair}>
        <TextInput
          label="Authors"
          value={authors}
          onChange={setAuthors}
          isDisabled={!mayEdit}
          hint="With commas between them."
        />
        <TextInput label="Language" {...text('language')} maxLength={35} />
        <ChoiceInput
          label="Status"
          value={body.status}
          options={collectionStatuses.map((id) => ({ id, name: reasonWords(id) }))}
          onChange={(status) => set({ status: status as CollectionBody['status'] })}
          isDisabled={!mayEdit}
        />
        <ChoiceInput
          label="Partner"
          value={partner?.kind ?? 'none'}
          options={partners}
          onChange={(kind) =>
            set({
              partner:
                kind === 'none'
                  ? null
                  : { name: '', url: null, ...partner, kind: kind as (typeof partnerships)[number] },
            })
          }
          isDisabled={!mayEdit}
          hint="Readers are always told."
        />
        {partner !== null && (
          <>
            <TextInput
              label="Name of the partner"
              value={partner.name}
              onChange={(name) => set({ partner: { ...partner, name } })}
            />
            <TextInput
              label="Address of the partner"
              type="url"
              value={partner.url ?? ''}
              onChange={(url) => set({ partner: { ...partner, url: url || null } })}
            />
          </>
        )}
      </div>
      <section aria-label="Stories" className={styles.stories}>
        <h2>Stories</h2>
        {mayEdit && (
          <FindItem
            label="Add a story of the corpus"
            onFound={({ id: item, url, title, excerpt, publisher }) =>
              url === null
                ? showToast(`“${title}” has no address and cannot stand in a collection.`)
                : setStories([
                    ...stories.filter((one) => one.url !== url),
                    {
                      url,
                      title,
                      excerpt: excerpt ?? '',
                      publisher,
                      imageUrl: null,
                      authors: [],
                      item,
                      fromPartner: false,
                    },
                  ])
            }
          />
        )}
        <OrderedList
          label="Stories of the collection"
          rows={stories}
          idOf={({ url }) => url}
          nameOf={({ title }) => title}
          onMove={mayEdit ? (url, place) => setStories(moved(stories, url, place)) : undefined}
        >
          {(story) => (
            <div className={styles.story}>
              <StoryFields
                story={story}
                hasPartner={partner !== null}
                isDisabled={!mayEdit}
                onChange={(next) => setStories(stories.map((one) => (one === story ? next : one)))}
              />
              {mayEdit && (
                <button
                  type="button"
                  className={button.square}
                  aria-label={`Remove ${story.title}`}
                  onClick={() => setStories(stories.filter((one) => one !== story))}
                >
                  <Icon name="close" />
                </button>
              )}
            </div>
          )}
        </OrderedList>
      </section>
      {wrong !== null && (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
      <div className={styles.acts}>
        {mayEdit && (
          <button type="submit" className={button.button} disabled={saving}>
            {saving ? 'One moment…' : 'Save'}
          </button>
        )}
        <button type="button" className={button.quiet} onClick={onClose}>
          {mayEdit ? 'Close without saving' : 'Close'}
        </button>
      </div>
    </form>
  )
}

function moved(stories: readonly CollectionStory[], url: string, place: number): CollectionStory[] {
  const one = stories.find((story) => story.url === url)
  const others = stories.filter((story) => story !== one)
  return one === undefined ? [...stories] : [...others.slice(0, place), one, ...others.slice(place)]
}

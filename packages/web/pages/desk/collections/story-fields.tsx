// One story of a collection: its words may be other ones here than in the corpus.
import type { CollectionStory } from '@lectern/protocol/rest/collections.ts'
import { type ReactNode, useState } from 'react'
import { CheckInput, TextInput } from '../../../parts/fields/fields.tsx'
import { namesIn } from '../../../state/collections.ts'
import styles from './collections.module.css'

interface StoryFieldsProps {
  readonly story: CollectionStory
  readonly hasPartner: boolean
  readonly isDisabled: boolean
  readonly onChange: (story: CollectionStory) => void
}

export function StoryFields({ story, hasPartner, isDisabled, onChange }: StoryFieldsProps): ReactNode {
  const [authors, setAuthors] = useState(story.authors.join(', '))
  return (
    <details className={styles.words}>
      <summary>
        {story.title}
        <span>
          {story.publisher}
          {story.fromPartner && ' · From the partner'}
        </span>
      </summary>
      <div className={styles.pair}>
        <TextInput
          label="Title of the story"
          value={story.title}
          onChange={(title) => onChange({ ...story, title })}
          maxLength={255}
          isDisabled={isDisabled}
        />
        <TextInput
          label="Authors of the story"
          value={authors}
          onChange={(text) => {
            setAuthors(text)
            onChange({ ...story, authors: namesIn(text) })
          }}
          isDisabled={isDisabled}
        />
      </div>
      <TextInput
        label="Excerpt of the story"
        value={story.excerpt}
        onChange={(excerpt) => onChange({ ...story, excerpt })}
        lines={2}
        maxLength={1000}
        isDisabled={isDisabled}
      />
      {hasPartner && (
        <CheckInput
          value={story.fromPartner}
          onChange={(fromPartner) => onChange({ ...story, fromPartner })}
          isDisabled={isDisabled}
        >
          From the partner; readers are told
        </CheckInput>
      )}
    </details>
  )
}

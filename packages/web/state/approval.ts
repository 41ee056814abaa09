// What a prospect still lacks before it can be approved, as the server will see it: so that the form opens before it is asked.
import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'
import { topics } from './topics.ts'

export type EditedField = 'title' | 'excerpt' | 'topic' | 'authors'
type Fields = Pick<Prospect, EditedField>

/** By field, what is wrong; empty: it can be approved. */
export function lackOf({ title, excerpt, topic, authors }: Fields): Partial<Record<EditedField, string>> {
  const wrong: Partial<Record<EditedField, string>> = {}
  if (title.trim().length < 2 || title.trim().length > 255) wrong.title = '2 to 255 characters'
  if ((excerpt ?? '').trim().length < 20) wrong.excerpt = 'At least 20 characters'
  if (!topics.some(({ id }) => id === topic)) wrong.topic = 'Choose a topic'
  if (authors.length === 0) wrong.authors = 'Name at least one'
  return wrong
}

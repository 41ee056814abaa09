import type { Item } from '@lectern/protocol/rest/items.ts'
import { topicTitle } from './topics.ts'

/** Who issued it, about what, how long: one line below a title. */
export function itemLine({ publisher, topic, minutes, language }: Item): string {
  const parts = [
    publisher,
    topic === null ? null : topicTitle(topic),
    minutes === null ? null : `${minutes} min`,
    language,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

// Which stories are worth less tomorrow. Our corpus has no editor's mark for it, so a rule stands in: news topics for a
// day, and what editors put into a section called "Breaking news" for as long as it is there.
import type { Stories } from './stories.ts'
import { newsTopics, plainName } from './topics.ts'

const dayMs = 24 * 3_600_000
const breaking: ReadonlySet<string> = new Set(['breaking', 'breaking-news'])

/** 1 where a story is time-sensitive at `now`, beside the stories. */
export function timeSensitive({ stories, editorial }: Stories, now: number): Uint8Array {
  const marked = new Set(
    editorial.filter(({ name }) => breaking.has(plainName(name))).flatMap(({ members }) => [...members]),
  )
  return Uint8Array.from(stories, ({ topic, publishedAt, addedAt }, k) => {
    if (marked.has(k)) return 1
    const age = now - (publishedAt ?? addedAt)
    return topic !== null && newsTopics.has(topic) && age >= 0 && age < dayMs ? 1 : 0
  })
}

// What the interest ranker learns from: shows on New Tabs of readers with a list of their own, with the interests that
// their earlier opens made at that time. Interests that clients tell are noisy and not kept: nothing is learnt from them.
import { anonymousReader, readHistory } from '../../events/events.ts'
import { allItems } from '../../items/items.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { slotPropensity } from '../../recommend/live-engagement.ts'
import type { Example } from './interest-model.ts'
import { type Click, interestsOfClicks } from './interests.ts'
import type { OwnAnswer } from './queries.ts'
import { type TopicId, topicPath } from './topics.ts'

const dayMs = 24 * 3_600_000
const showsMs = 7 * dayMs
const clicksMs = 45 * dayMs
const mostExamples = 200_000

type Reach = Pick<Kernel, 'database' | 'blobs'>

/** `answers` to readers with a list of their own, by slate. */
export async function interestExamples(
  kernel: Reach,
  { answers, now }: { readonly answers: ReadonlyMap<string, OwnAnswer>; readonly now: number },
): Promise<Example[]> {
  const readers = new Set([...answers.values()].map(({ device }) => anonymousReader(device)))
  if (readers.size === 0) return []
  const topics = new Map((await allItems(kernel)).map(({ id, topic }) => [id, topicPath(topic).topic]))
  const { clicks, opened } = await clicksOf(kernel, { readers, topics, since: now - clicksMs })
  let examples: Example[] = []
  for await (const batch of readHistory(kernel, { kinds: ['impression'], since: now - showsMs })) {
    for (let k = 0; k < batch.size; k++) {
      const [reader, item, slot] = [batch.reader[k]!, batch.item[k]!, batch.slot[k]!]
      const answer = answers.get(batch.slate[k] ?? '')
      if (answer === undefined || !readers.has(reader)) continue
      const interests = interestsOfClicks(clicks.get(reader) ?? [], batch.at[k]! - 1)
      if (interests === null) continue
      examples.push({
        reader,
        item,
        topic: topics.get(item) ?? null,
        utcOffset: answer.utcOffset,
        interests,
        shows: slotPropensity(slot < 0 ? null : slot),
        clicked: opened.delete(keyOf(reader, item, batch.slate[k]!)),
      })
    }
    if (examples.length > 2 * mostExamples) examples = examples.slice(-mostExamples)
  }
  return examples.slice(-mostExamples)
}

const keyOf = (reader: string, item: string, slate: string | null): string => `${reader} ${slate} ${item}`

/** The topics that each reader opened, oldest first, and what was opened from which list. */
async function clicksOf(
  kernel: Reach,
  of: { readonly readers: ReadonlySet<string>; readonly topics: ReadonlyMap<string, TopicId | null>; since: number },
): Promise<{ readonly clicks: ReadonlyMap<string, readonly Click[]>; readonly opened: Set<string> }> {
  const clicks = new Map<string, Click[]>()
  const opened = new Set<string>()
  for await (const batch of readHistory(kernel, { kinds: ['open'], since: of.since })) {
    for (let k = 0; k < batch.size; k++) {
      const [reader, item] = [batch.reader[k]!, batch.item[k]!]
      if (batch.on[k] !== 1 || !of.readers.has(reader)) continue
      opened.add(keyOf(reader, item, batch.slate[k] ?? null))
      const topic = of.topics.get(item) ?? null
      if (topic === null) continue
      const own = clicks.get(reader) ?? []
      own.push({ topic, at: batch.at[k]! })
      clicks.set(reader, own)
    }
  }
  return { clicks, opened }
}

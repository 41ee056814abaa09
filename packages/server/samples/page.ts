// One line of samples/pages/*.jsonl, checked, and the item it becomes.
import { createHash } from 'node:crypto'
import { topicId } from '@lectern/protocol/rest/items.ts'
import { z } from 'zod'
import type { NewItem } from '../items/items.ts'

const page = z.strictObject({
  url: z.url(),
  title: z.string().min(1).max(500),
  publisher: z.string().min(1).max(200),
  topic: topicId,
  language: z.string().min(2).max(35),
  minutes: z.int().min(1).max(1000),
  excerpt: z.string().min(1).max(1000),
})
type Page = z.infer<typeof page>

interface ParsedPages {
  readonly pages: readonly Page[]
  /** `file:line: what is wrong`. */
  readonly refused: readonly string[]
}

/** Pages of files given by name and text; of a repeated address the first counts. Never throws. */
export function parsePages(files: readonly { readonly name: string; readonly text: string }[]): ParsedPages {
  const pages = new Map<string, Page>()
  const refused: string[] = []
  for (const { name, text } of files) {
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue
      const parsed = parseLine(line)
      if (typeof parsed === 'string') refused.push(`${name}:${index + 1}: ${parsed}`)
      else if (pages.has(parsed.url)) refused.push(`${name}:${index + 1}: ${parsed.url} was given before`)
      else pages.set(parsed.url, parsed)
    }
  }
  return { pages: [...pages.values()], refused }
}

function parseLine(line: string): Page | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    return `not JSON: ${(cause as Error).message}`
  }
  const checked = page.safeParse(value)
  if (checked.success) return checked.data
  return checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}

/** Short and stable: the same address is the same item in every installation. */
const itemIdOf = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 12)

const day = 24 * 3_600_000
/** The sample looks like a corpus that grew: the first pages came so long ago, the last ones yesterday. */
const grewOverDays = 45

/** Items in an editors' order that alternates topics and, within a topic, publishers; the same for the same pages. */
export function itemsOfPages(pages: readonly Page[], now: number): NewItem[] {
  const byId = pages.map((page) => ({ id: itemIdOf(page.url), page })).sort((a, b) => (a.id < b.id ? -1 : 1))
  const byTopic = Map.groupBy(byId, ({ page }) => page.topic)
  const queues = [...byTopic.keys()].sort().map((topic) => alternate(byTopic.get(topic)!, ({ page }) => page.publisher))
  const ordered = roundRobin(queues)
  // Two thirds were there from the start, the others came one by one; which ones, the id decides.
  const age = new Map(
    byId.map(({ id }, k) => [id, grewOverDays - Math.max(0, (3 * k) / byId.length - 2) * grewOverDays]),
  )
  return ordered.map(({ id, page }, rank) => ({
    id,
    url: page.url,
    title: page.title,
    excerpt: page.excerpt,
    publisher: page.publisher,
    topic: page.topic,
    language: page.language,
    minutes: page.minutes,
    imageUrl: null,
    publishedAt: null,
    origin: 'sample',
    editorialRank: rank,
    addedAt: Math.round(now - Math.max(1, age.get(id)!) * day),
  }))
}

/** Takes one of each key in turn, keys by first appearance. */
function alternate<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
  return roundRobin([...Map.groupBy(list, keyOf).values()])
}

function roundRobin<T>(queues: readonly (readonly T[])[]): T[] {
  const out: T[] = []
  const longest = Math.max(0, ...queues.map((queue) => queue.length))
  for (let turn = 0; turn < longest; turn++) {
    for (const queue of queues) if (turn < queue.length) out.push(queue[turn]!)
  }
  return out
}

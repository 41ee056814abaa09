// What a model may propose, and how a list of it is spread out.
import { approvals, corpusMarks } from '../desk/desk.ts'
import { allItems, type StoredItem } from '../items/items.ts'
import { addDays, type Day } from '../kernel/clock/days.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { chosenForBoards } from '../schedule/schedule.ts'

/** An item rests so many days after it stood on a board. */
const restDays = 30
/** What will be old soon is proposed while it is at most so old. */
const timelyDays = 2
const dayMs = 86_400_000

/** Approved, shown, of no excluded publisher, and no old news. */
export async function usableItems(kernel: Pick<Kernel, 'database' | 'clock'>): Promise<readonly StoredItem[]> {
  const approved = new Set((await approvals(kernel)).map(({ item }) => item))
  const items = (await allItems(kernel)).filter(({ id, takenDownAt }) => approved.has(id) && takenDownAt === null)
  const marks = await corpusMarks(
    kernel,
    items.map(({ id }) => id),
  )
  return items.filter(({ id, publishedAt, addedAt }) => {
    const mark = marks.get(id)
    const old = kernel.clock() - (publishedAt ?? addedAt) > timelyDays * dayMs
    return mark?.excluded == null && !(mark?.timely === true && old)
  })
}

/** Of these, what stood on no board of the surface for some time, and stands on none that is to come. */
export async function rested(
  kernel: Pick<Kernel, 'database'>,
  items: readonly StoredItem[],
  { surface, day }: { readonly surface: string; readonly day: Day },
): Promise<readonly StoredItem[]> {
  const boards = await chosenForBoards(kernel, { from: addDays(day, -restDays), until: addDays(day, restDays) })
  const placed = new Set(boards.flatMap((entry) => (entry.surface === surface ? [entry.item] : [])))
  return items.filter(({ id }) => !placed.has(id))
}

/** The first of these, with at most so many of one publisher and of one topic. */
export function spreadOut(
  ranked: readonly StoredItem[],
  { n, perPublisher, perTopic }: { readonly n: number; readonly perPublisher: number; readonly perTopic: number },
): readonly StoredItem[] {
  const [publishers, topics] = [new Map<string | null, number>(), new Map<string | null, number>()]
  const chosen: StoredItem[] = []
  for (const item of ranked) {
    const [ofPublisher, ofTopic] = [publishers.get(item.publisher) ?? 0, topics.get(item.topic) ?? 0]
    if (chosen.length === n) break
    if ((item.publisher !== null && ofPublisher >= perPublisher) || (item.topic !== null && ofTopic >= perTopic))
      continue
    publishers.set(item.publisher, ofPublisher + 1)
    topics.set(item.topic, ofTopic + 1)
    chosen.push(item)
  }
  return chosen
}

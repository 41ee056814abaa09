// A schedule for a test: a kernel with some items, one place on earth, marks that the test gives.
import { putItems } from '../items/items.ts'
import type { TestKernel } from '../kernel/testing.ts'
import type { CorpusMark, ScheduleReach } from './reach.ts'

export const editor = { id: 'eva', name: 'Eva' }

/** Items `a`, `b`, … with a title, a publisher and a topic each. */
export async function putStories(kernel: TestKernel, ids: readonly string[]): Promise<void> {
  await putItems(
    kernel,
    ids.map((id, k) => ({
      id,
      url: `https://paper-${k % 3}.example/${id}`,
      title: `Story ${id}`,
      excerpt: `What story ${id} tells, in one sentence.`,
      publisher: `Paper ${k % 3}`,
      topic: k % 2 === 0 ? 'tech' : 'food',
      language: 'en',
      minutes: 4,
      imageUrl: null,
      publishedAt: null,
      origin: 'test',
      editorialRank: null,
    })),
  )
}

export function scheduleReach(
  kernel: TestKernel,
  marks: ReadonlyMap<string, CorpusMark> = new Map(),
  settings: Partial<ReturnType<ScheduleReach['settingsOf']>> = {},
): ScheduleReach {
  const place = { timeZone: 'UTC', publishHour: 0, leadHours: 14, ...settings }
  return {
    kernel,
    settingsOf: () => place,
    marksOf: async (ids) => new Map(ids.flatMap((id) => (marks.has(id) ? [[id, marks.get(id)!]] : []))),
  }
}

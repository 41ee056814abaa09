// Which items tell the same story, found when they are stored: `cluster` is the id of the first telling.
import { storyClusters } from '@lectern/engine/text/story-clusters.ts'
import type { Db } from '../kernel/db/db.ts'
import type { NewItem } from './item.ts'
import { selectTellings, type Telling } from './queries.ts'

interface ToldItems {
  readonly items: readonly NewItem[]
  /** Stored items that stood alone until now: their cluster is their own id. */
  readonly firstTellings: readonly string[]
}

const day = 86_400_000
/** Older items keep to themselves: an archive of years would be compared without use. */
const recentMs = 30 * day
/** Fewer characters tell no story (storyClusters looks for six words): bare ids, above all. */
const leastCharacters = 24
/** So many stored items are compared with; those nearest to the end of the time looked at. */
const mostStored = 5000

/** Gives a cluster to the recent items that have none and tell the same story as one another or as something stored. */
export async function tellStories(db: Db, items: readonly NewItem[], now: number): Promise<ToldItems> {
  const timeOf = (item: NewItem): number => item.publishedAt ?? item.addedAt ?? now
  const open = items.filter(
    (item) =>
      item.cluster == null &&
      timeOf(item) > now - recentMs &&
      item.title.length + (item.excerpt?.length ?? 0) >= leastCharacters,
  )
  if (open.length === 0) return { items, firstTellings: [] }
  const times = open.map(timeOf)
  const [from, until] = times.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [times[0]!, times[0]!],
  )
  const given = new Set(items.map(({ id }) => id))
  const around = { from: from - 2 * day, until: until + 2 * day, limit: mostStored }
  const stored = (await selectTellings(db, around)).filter(({ id }) => !given.has(id))
  const tellings: Telling[] = [
    ...stored,
    ...open.map((item, k) => ({ id: item.id, title: item.title, excerpt: item.excerpt, at: times[k]!, cluster: null })),
  ]
  const story = storyClusters(tellings)
  const firstTellings = new Set<string>()
  const clusterOf = new Map<string, string>()
  story.forEach((first, k) => {
    if (first < 0 || k < stored.length) return
    const telling = tellings[first]!
    clusterOf.set(tellings[k]!.id, telling.cluster ?? telling.id)
    if (first < stored.length && telling.cluster === null) firstTellings.add(telling.id)
  })
  const told = (item: NewItem): NewItem => {
    const cluster = clusterOf.get(item.id)
    return cluster === undefined ? item : { ...item, cluster }
  }
  return { items: items.map(told), firstTellings: [...firstTellings] }
}

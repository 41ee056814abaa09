// What a board is made of, counted: where too much comes from one place an editor sees it.
import type { Board, BoardEntry } from '@lectern/protocol/rest/schedule.ts'

export function countersOf(entries: readonly BoardEntry[]): Board['counters'] {
  return {
    publisher: countedBy(entries, ({ item }) => item.publisher ?? 'unknown'),
    topic: countedBy(entries, ({ item }) => item.topic ?? 'none'),
    language: countedBy(entries, ({ item }) => item.language ?? 'unknown'),
    source: countedBy(entries, ({ source }) => source),
    time: countedBy(entries, ({ timely }) => (timely ? 'timely' : 'evergreen')),
  }
}

/** Most first, then by name. */
function countedBy(
  entries: readonly BoardEntry[],
  nameOf: (entry: BoardEntry) => string,
): { name: string; count: number }[] {
  return [...Map.groupBy(entries, nameOf)]
    .map(([name, { length: count }]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

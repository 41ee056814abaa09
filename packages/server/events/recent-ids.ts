// Ids met lately, in two generations, so that forgetting costs nothing.

interface RecentIds {
  has(id: string): boolean
  /** True when the id was not known. */
  add(id: string): boolean
  /** Keeps what was met in the last `keepMs`, and up to as much again. */
  forget(now: number, keepMs: number): void
}

export function recentIds(now: number): RecentIds {
  let older: ReadonlySet<string> = new Set()
  let newer = new Set<string>()
  let newerSince = now
  const has = (id: string): boolean => newer.has(id) || older.has(id)
  return {
    has,
    add(id) {
      if (has(id)) return false
      newer.add(id)
      return true
    },
    forget(at, keepMs) {
      if (at - newerSince < keepMs) return
      older = newer
      newer = new Set()
      newerSince = at
    },
  }
}
